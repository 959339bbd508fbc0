package ai.matih.pipelines.persistence.projection.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionLifecycle;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.persistence.Samples;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineageClientUtils;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineageEventsTest {

  @Test
  void aRunAndEachOfItsStepsStartAndComplete() {
    assertThat(told(Samples.succeededRun("k1")))
        .containsExactly(
            "START flights",
            "START flights.extract flights",
            "COMPLETE flights.extract flights",
            "START flights.transform delays",
            "COMPLETE flights.transform delays",
            "START flights.check known",
            "COMPLETE flights.check known",
            "START flights.load warehouse",
            "COMPLETE flights.load warehouse",
            "COMPLETE flights");
  }

  @Test
  void stepsAreChildrenOfTheirRunAndNamedAlikeAtStartAndEnd() {
    var events = events(Samples.succeededRun("k1"));
    var run = events.getFirst().getRun().getRunId();
    var steps = events.subList(1, events.size() - 1);

    assertThat(events.getLast().getRun().getRunId()).isEqualTo(run);
    assertThat(steps)
        .allMatch(step -> step.getRun().getFacets().getParent().getRun().getRunId().equals(run));
    assertThat(steps.get(0).getRun().getRunId()).isEqualTo(steps.get(1).getRun().getRunId());
    assertThat(steps.get(2).getRun().getRunId()).isNotEqualTo(steps.get(0).getRun().getRunId());
  }

  @Test
  void theEndOfARunNamesWhatWasReadAndWrittenOutsideWithItsSchema() {
    var end = events(Samples.succeededRun("k1")).getLast();

    assertThat(end.getInputs())
        .singleElement()
        .satisfies(input -> assertThat(input.getName()).isEqualTo("/data/flights.csv.gz"));
    assertThat(end.getOutputs())
        .singleElement()
        .satisfies(
            output -> {
              assertThat(output.getNamespace()).isEqualTo("postgres://localhost:5432");
              assertThat(output.getFacets().getSchema().getFields()).hasSize(2);
              assertThat(output.getOutputFacets().getOutputStatistics().getRowCount())
                  .isEqualTo(16);
            });
  }

  @Test
  void aStepReadsWhatTheStepBeforeItLeft() {
    var transform = events(Samples.succeededRun("k1")).get(4);

    assertThat(transform.getJob().getName()).isEqualTo("flights.transform delays");
    assertThat(transform.getJob().getFacets().getSql().getQuery()).contains("avg(delay)");
    assertThat(transform.getInputs())
        .extracting(input -> input.getName())
        .containsExactly("flights");
    assertThat(transform.getOutputs())
        .extracting(output -> output.getName())
        .containsExactly("delays");
  }

  @Test
  void aFailedStepFailsAndItsNeighbourIsAborted() {
    var attempt = Samples.attempt("k1");

    assertThat(
            told(
                List.of(
                    new ExecutionEvent.ExecutionStarted(Samples.spec("k1")),
                    new ExecutionEvent.AttemptIntended(attempt, "embedded", 1),
                    new ExecutionEvent.StepStarted(attempt, "extract flights", Samples.T0),
                    new ExecutionEvent.StepStarted(attempt, "transform delays", Samples.T0),
                    new ExecutionEvent.AttemptFailed(attempt, Samples.FAILURE),
                    new ExecutionEvent.ExecutionEnded(
                        ExecutionStatus.FAILED,
                        Optional.of(Samples.FAILURE),
                        BigDecimal.ZERO,
                        false))))
        .containsExactly(
            "START flights",
            "START flights.extract flights",
            "START flights.transform delays",
            "ABORT flights.extract flights",
            "FAIL flights.transform delays",
            "FAIL flights");
  }

  @Test
  void anEndWithoutAReportedStartStartsFirst() {
    var attempt = Samples.attempt("k1");

    assertThat(
            told(
                List.of(
                    new ExecutionEvent.ExecutionStarted(Samples.spec("k1")),
                    new ExecutionEvent.AttemptIntended(attempt, "embedded", 1),
                    new ExecutionEvent.StepEnded(
                        attempt,
                        "extract flights",
                        Samples.T0,
                        Samples.result("k1", "extract flights")),
                    new ExecutionEvent.CancelRequested(
                        ExecutionEvent.CancelReason.REQUEST, "enough", Optional.empty()),
                    new ExecutionEvent.AttemptCancelled(attempt),
                    new ExecutionEvent.ExecutionEnded(
                        ExecutionStatus.CANCELLED, Optional.empty(), BigDecimal.ZERO, false))))
        .containsExactly(
            "START flights",
            "START flights.extract flights",
            "COMPLETE flights.extract flights",
            "ABORT flights");
  }

  private static List<String> told(List<ExecutionEvent> journal) {
    return events(journal).stream()
        .map(event -> event.getEventType() + " " + event.getJob().getName())
        .toList();
  }

  private static List<RunEvent> events(List<ExecutionEvent> journal) {
    var lifecycle = new ExecutionLifecycle();
    var lineage = new LineageEvents();
    var events = new ArrayList<RunEvent>();
    Execution state = lifecycle.empty();
    for (var event : journal) {
      var next = lifecycle.evolve(state, event, Samples.T0);
      lineage.of(state, next, Samples.T0).stream()
          .map(OpenLineageClientUtils::runEventFromJson)
          .forEach(events::add);
      state = next;
    }
    return events;
  }
}
