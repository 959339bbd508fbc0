/**
 * How work reaches an engine and what comes back. One {@link
 * ai.matih.pipelines.gateway.EngineGateway} actor for each engine instance takes commands from
 * Kafka, hands them to the instance's {@link ai.matih.pipelines.gateway.EngineAdapter} and
 * publishes what the adapter reports. Nothing here is durable: after a loss the executions observe
 * again.
 */
package ai.matih.pipelines.gateway;
