/** Clusters of users' own: how they are reached, and what triggers read there. */
package ai.matih.pipelines.connectors.kafka;
