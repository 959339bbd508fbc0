package ai.matih.pipelines.persistence.projection.publicevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.entity.Journaled;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.journal.JournalCodec;
import ai.matih.pipelines.persistence.journal.Json;
import ai.matih.pipelines.persistence.projection.JournalEntry;
import ai.matih.pipelines.pipeline.PipelineEvent;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class PublicEventsTest {

  /** Keeps what it is sent; from a moment on it does not. */
  private static final class Topic implements PublicEvents.Publisher {
    private final List<JsonNode> records = new ArrayList<>();
    private boolean down;
    private int failing;

    @Override
    public CompletionStage<Void> send(String tenant, byte[] event) {
      if (down || failing-- > 0) {
        return CompletableFuture.failedStage(new IOException("no broker"));
      }
      try {
        records.add(Json.MAPPER.readTree(event));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return CompletableFuture.completedStage(null);
    }

    List<String> types() {
      return records.stream().map(record -> record.path("type").asText()).toList();
    }
  }

  private final Topic topic = new Topic();
  private final PublicEvents events = new PublicEvents(topic);

  /** As the entity does it: an attempt's end is journaled together with what follows from it. */
  private Set<Class<?>> together = Set.of(ExecutionEvent.AttemptSucceeded.class);

  @Test
  void aRunIsToldWithEachStatusItTakes() throws Exception {
    publish("execution|" + Samples.execution("k"), Samples.succeededRun("k"));
    events.flush();

    assertThat(topic.types())
        .containsExactly(
            "execution.queued", "execution.dispatched", "execution.running", "execution.succeeded");
    JsonNode last = topic.records.getLast();
    assertThat(last.path("schema").asText()).isEqualTo("job-event/1");
    assertThat(last.path("tenantId").asText()).isEqualTo("acme");
    assertThat(last.path("pipelineName").asText()).isEqualTo("flights");
    assertThat(last.at("/execution/executionId").asText())
        .isEqualTo(Samples.execution("k").value());
    assertThat(last.at("/execution/previousStatus").asText()).isEqualTo("RUNNING");
    assertThat(last.at("/execution/rowsWritten").asLong()).isEqualTo(16);
  }

  @Test
  void noEventOvertakesOneThatCouldNotBeSent() throws Exception {
    topic.failing = 1;
    publish("execution|" + Samples.execution("k"), Samples.succeededRun("k"));
    assertThat(topic.records).isEmpty();

    assertThatThrownBy(events::flush).isInstanceOf(IOException.class);
    events.flush();
    assertThat(topic.types())
        .containsExactly(
            "execution.queued", "execution.dispatched", "execution.running", "execution.succeeded");
  }

  @Test
  void aStartThatIsJournaledTogetherWithItsFirstAttemptIsToldAllTheSame() throws Exception {
    together = Set.of(ExecutionEvent.ExecutionStarted.class);
    publish("execution|" + Samples.execution("k"), Samples.succeededRun("k"));
    events.flush();

    assertThat(topic.types()).startsWith("execution.queued", "execution.dispatched");
    assertThat(topic.records.get(1).at("/execution/previousStatus").asText()).isEqualTo("QUEUED");
  }

  @Test
  void everyEventHasAnIdThatStaysTheSameHoweverOftenItIsSent() throws Exception {
    publish("execution|" + Samples.execution("k"), Samples.succeededRun("k"));
    events.begin();
    publish("execution|" + Samples.execution("k"), Samples.succeededRun("k"));
    events.flush();

    List<String> ids = topic.records.stream().map(each -> each.path("eventId").asText()).toList();
    assertThat(ids.subList(0, 4)).doesNotHaveDuplicates().isEqualTo(ids.subList(4, 8));
  }

  @Test
  void changesOfAPipelineAreToldAndItsTicketsAreNot() throws Exception {
    List<PipelineEvent> changes =
        Samples.everyEvent().stream()
            .filter(PipelineEvent.class::isInstance)
            .map(PipelineEvent.class::cast)
            .toList();
    publish("pipeline|" + Samples.PIPELINE, changes);
    events.flush();

    assertThat(topic.types())
        .contains("pipeline.created", "pipeline.paused", "pipeline.deleted")
        .doesNotHaveDuplicates()
        .allMatch(type -> type.startsWith("pipeline."));
  }

  @Test
  void whatTheBrokerDidNotKeepIsSentAgainInItsOrderBeforeAnythingElse() throws Exception {
    topic.down = true;
    publish("execution|" + Samples.execution("k"), Samples.succeededRun("k"));
    assertThatThrownBy(events::flush).isInstanceOf(IOException.class);
    assertThatThrownBy(events::flush).isInstanceOf(IOException.class);

    topic.down = false;
    assertThatThrownBy(events::flush).isInstanceOf(IOException.class);
    events.flush();

    assertThat(topic.types())
        .containsExactly(
            "execution.queued", "execution.dispatched", "execution.running", "execution.succeeded");
  }

  private void publish(String entity, List<?> journal) throws IOException, SQLException {
    long number = 0;
    for (Object event : journal) {
      Journaled<?> record =
          Samples.journaled(
              event,
              together.contains(event.getClass())
                  ? new Journaled.Wake.Unchanged()
                  : new Journaled.Wake.None());
      number++;
      var entry =
          new JournalEntry(
              number,
              entity,
              number,
              JournalCodec.CURRENT.manifest(record),
              JournalCodec.CURRENT.write(record));
      for (PublicEvent told : events.messages(entry, null)) {
        events.send(told);
      }
    }
  }
}
