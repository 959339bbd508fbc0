/**
 * The engine wire protocol over Kafka (design section 6): JSON envelopes, producers that never
 * block an actor, consumers that commit only what was taken.
 */
package ai.matih.pipelines.gateway.wire;
