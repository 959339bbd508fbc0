/** How people and programs are told of what happens: HTTP, mail and Kafka. */
package ai.matih.pipelines.connectors.notify;
