/**
 * The command line {@code matih}. One class a command in {@code command}; {@code node} finds,
 * starts and stops local nodes; {@code output} makes text of what the API answers; {@code demo} is
 * the guided run. It decides nothing about pipelines: it asks the API, and reads definitions with
 * the coordinator's reader where no node is needed.
 */
package ai.matih.pipelines.http.cli;
