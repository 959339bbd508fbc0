/**
 * The Java client of the HTTP API: one class a resource over {@code java.net.http}, blocking, safe
 * for use by many threads. Values are records; an answer also keeps the document as the server sent
 * it, so that nothing is lost that this client does not know.
 */
package ai.matih.pipelines.http.client;
