/** Who is told of what happens to runs: from the journal over an outbox to the channels. */
package ai.matih.pipelines.persistence.notification;
