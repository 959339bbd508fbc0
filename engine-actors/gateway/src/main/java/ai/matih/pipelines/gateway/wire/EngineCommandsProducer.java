package ai.matih.pipelines.gateway.wire;

import ai.matih.pipelines.engine.EngineCommand;
import ai.matih.pipelines.engine.Topics;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends commands to engine instances, in order for each execution. Safe for use from any thread.
 */
public final class EngineCommandsProducer {
  private final RecordProducer producer;
  private final Topics topics;

  /** The producer may be shared; whoever made it closes it. */
  public EngineCommandsProducer(RecordProducer producer, Topics topics) {
    this.producer = producer;
    this.topics = topics;
  }

  /**
   * Completes when Kafka has the command; a failure means that nobody knows, and the execution's
   * own wake-up sends it again.
   */
  public CompletionStage<Void> send(
      String instance, EngineCommand command, TenantId tenant, Cause cause) {
    return producer.send(
        new ProducerRecord<>(
            topics.engineCommands(instance),
            command.attempt().execution().value(),
            WireCodec.write(command, tenant, cause.traceparent())));
  }
}
