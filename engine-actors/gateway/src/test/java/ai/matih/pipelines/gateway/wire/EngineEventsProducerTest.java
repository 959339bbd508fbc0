package ai.matih.pipelines.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.EngineEvent;
import ai.matih.pipelines.engine.Topics;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class EngineEventsProducerTest {
  private static final TenantId TENANT = new TenantId("acme");
  private static final EngineEvent EVENT =
      new EngineEvent.StageAbsent(
          new AttemptId(ExecutionId.of(PipelineId.of(TENANT, "p", 0), "k"), "s1", 1), 1, 0);

  @Test
  void anEventThatCannotBeDeliveredIsGivenUpAndCountedAndHoldsNobody() {
    try (RecordProducer nowhere =
        new RecordProducer(KafkaConnection.plain("127.0.0.1:1"), "test")) {
      EngineEventsProducer events = new EngineEventsProducer(nowhere, Topics.DEFAULT);

      Instant before = Instant.now();
      events.publish(TENANT, List.of(EVENT));
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));

      long guard = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (events.undelivered() == 0) {
        assertThat(System.nanoTime()).as("waited too long").isLessThan(guard);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
      assertThat(events.undelivered()).isEqualTo(1);
    }
  }
}
