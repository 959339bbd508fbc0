package ai.matih.pipelines.pipeline;

import static ai.matih.pipelines.pipeline.PipelineUnderTest.ALICE;
import static ai.matih.pipelines.pipeline.PipelineUnderTest.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.execution.RunOrigin;
import ai.matih.pipelines.identity.BackfillId;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.pipeline.PipelineCommand.BackfillChange;
import ai.matih.pipelines.pipeline.PipelineEffect.PrepareBackfill;
import ai.matih.pipelines.pipeline.PipelineEffect.StopBackfillRun;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillEnded;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillPaused;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.BackfillRequest;
import ai.matih.pipelines.schedule.DataInterval;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A backfill of the first five days of January, two at once. */
class BackfillTest {
  private static final BackfillId ID = BackfillId.of(Plans.PIPELINE, "k");

  private static BackfillRequest january(boolean reverse, int parallelism) {
    return new BackfillRequest(
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2026-01-06T00:00:00Z"),
        "@daily",
        ZoneOffset.UTC,
        reverse,
        parallelism,
        Map.of());
  }

  private static PipelineUnderTest begin(PipelineUnderTest pipeline, BackfillRequest request) {
    return pipeline.tell(
        new PipelineCommand.StartBackfill(
            ALICE,
            ID,
            request,
            request.intervals(100).size(),
            false,
            new Idempotency(Optional.of("alice/k"), "body")));
  }

  private static PipelineUnderTest begun() {
    return begin(PipelineUnderTest.created(), january(false, 2));
  }

  private static List<PrepareBackfill> wanted(List<PipelineEffect> effects) {
    return effects.stream()
        .flatMap(one -> one instanceof PrepareBackfill p ? Stream.of(p) : Stream.empty())
        .toList();
  }

  private static PipelineUnderTest prepared(PipelineUnderTest pipeline, DataInterval interval) {
    return prepared(
        pipeline,
        interval,
        Optional.of(new PipelineCommand.Pinned(PLAN, Map.of(), Map.of(), PriceBook.DEFAULT)),
        "");
  }

  private static PipelineUnderTest prepared(
      PipelineUnderTest pipeline,
      DataInterval interval,
      Optional<PipelineCommand.Pinned> pinned,
      String problem) {
    return pipeline.tell(
        new PipelineCommand.BackfillPrepared(ID, interval.start(), 1, pinned, problem));
  }

  private static Optional<ExecutionSpec> ticketed(PipelineUnderTest pipeline) {
    return pipeline.events().stream()
        .flatMap(one -> one instanceof ExecutionTicketed t ? Stream.of(t.spec()) : Stream.empty())
        .findFirst();
  }

  /** Starts everything that may start; the specs in order. */
  private static List<ExecutionSpec> startAll(PipelineUnderTest pipeline) {
    List<ExecutionSpec> started = new ArrayList<>();
    List<PrepareBackfill> next = wanted(pipeline.owed());
    while (!next.isEmpty()) {
      ExecutionSpec spec = ticketed(prepared(pipeline, next.getFirst().interval())).orElseThrow();
      started.add(spec);
      pipeline.tell(new PipelineCommand.ExecutionStarted(spec.id(), spec.submittedAt()));
      next = wanted(pipeline.owed());
    }
    return started;
  }

  private static PipelineUnderTest end(
      PipelineUnderTest pipeline, ExecutionId id, ExecutionStatus status) {
    return pipeline.tell(
        new PipelineCommand.ExecutionEnded(id, 0, status, 0, 0, 1, Optional.of(BigDecimal.ZERO)));
  }

  private static Backfill backfill(PipelineUnderTest pipeline) {
    return pipeline.state().backfill(ID).orElseThrow();
  }

  private static PipelineUnderTest change(PipelineUnderTest pipeline, BackfillChange change) {
    return pipeline.tell(new PipelineCommand.ChangeBackfill(ALICE, ID, change, Idempotency.NONE));
  }

  private static List<String> days(List<ExecutionSpec> specs) {
    return specs.stream().map(one -> (String) one.values().get("execution_date")).toList();
  }

  /** Runs everything to its end; the days that were run, in order. */
  private static List<String> toEnd(PipelineUnderTest pipeline, ExecutionStatus status) {
    List<ExecutionSpec> all = new ArrayList<>();
    List<ExecutionSpec> running = startAll(pipeline);
    while (!running.isEmpty()) {
      all.addAll(running);
      running.forEach(one -> end(pipeline, one.id(), status));
      running = startAll(pipeline);
    }
    return days(all);
  }

  @Test
  void asManyIntervalsRunAtOnceAsAskedForEachWithItsOwnTimes() {
    PipelineUnderTest pipeline = begun();

    List<ExecutionSpec> running = startAll(pipeline);
    assertThat(days(running)).containsExactly("2026-01-01", "2026-01-02");
    assertThat(running.getFirst().id())
        .isEqualTo(ExecutionId.backfill(ID, Instant.parse("2026-01-01T00:00:00Z"), 0));
    assertThat(running.getFirst().values())
        .containsEntry("data_interval_start", "2026-01-01T00:00:00Z")
        .containsEntry("data_interval_end", "2026-01-02T00:00:00Z");
    assertThat(running.getFirst().origin()).get().isInstanceOf(RunOrigin.OfBackfill.class);

    end(pipeline, running.getLast().id(), ExecutionStatus.SUCCEEDED);
    assertThat(wanted(pipeline.effects())).hasSize(1);
    assertThat(days(startAll(pipeline))).containsExactly("2026-01-03");
  }

  @Test
  void everyIntervalRunsOnceAndThenItEnds() {
    PipelineUnderTest pipeline = begun();

    assertThat(toEnd(pipeline, ExecutionStatus.SUCCEEDED))
        .containsExactly("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05");
    assertThat(backfill(pipeline).status()).isEqualTo(Backfill.Status.SUCCEEDED);
    assertThat(backfill(pipeline).succeeded()).isEqualTo(5);
    assertThat(pipeline.owed()).isEmpty();
    assertThat(pipeline.due()).isEmpty();
  }

  @Test
  void reverseBeginsWithTheNewest() {
    PipelineUnderTest pipeline = begin(PipelineUnderTest.created(), january(true, 1));

    assertThat(toEnd(pipeline, ExecutionStatus.SUCCEEDED))
        .containsExactly("2026-01-05", "2026-01-04", "2026-01-03", "2026-01-02", "2026-01-01");
  }

  @Test
  void onlyWholeIntervalsWithinTheRangeCount() {
    BackfillRequest odd =
        new BackfillRequest(
            Instant.parse("2026-01-01T07:00:00Z"),
            Instant.parse("2026-01-04T07:00:00Z"),
            "@daily",
            ZoneOffset.UTC,
            false,
            1,
            Map.of());

    assertThat(odd.intervals(10)).hasSize(2);
    assertThat(
            new BackfillRequest(odd.from(), odd.to(), "@daily", ZoneOffset.UTC, true, 1, Map.of())
                .intervals(10))
        .isEqualTo(odd.intervals(10).reversed());
  }

  @Test
  void theSameKeyAndTheSamePreparationHaveOneEffect() {
    PipelineUnderTest pipeline = begun();
    begin(pipeline, january(false, 2));
    assertThat(pipeline.events()).isEmpty();

    DataInterval first = wanted(pipeline.owed()).getFirst().interval();
    assertThat(ticketed(prepared(pipeline, first))).isPresent();
    assertThat(prepared(pipeline, first).events()).isEmpty();
    assertThat(backfill(pipeline).taken()).isEqualTo(1);
  }

  @Test
  void whatFailedIsCountedTheRestGoesOnAndItCanBeRunAgain() {
    PipelineUnderTest pipeline = begun();
    List<ExecutionSpec> first = startAll(pipeline);
    end(pipeline, first.getFirst().id(), ExecutionStatus.FAILED);
    end(pipeline, first.getLast().id(), ExecutionStatus.SUCCEEDED);
    assertThat(toEnd(pipeline, ExecutionStatus.SUCCEEDED)).hasSize(3);
    assertThat(backfill(pipeline).status()).isEqualTo(Backfill.Status.FAILED);
    assertThat(backfill(pipeline).failed())
        .extracting(Backfill.Failed::status)
        .containsExactly("FAILED");

    change(pipeline, BackfillChange.RETRY);
    ExecutionSpec again = startAll(pipeline).getFirst();
    assertThat(again.id()).isNotEqualTo(first.getFirst().id());
    assertThat(again.root()).isEqualTo(first.getFirst().id());
    assertThat(days(List.of(again))).containsExactly("2026-01-01");
    end(pipeline, again.id(), ExecutionStatus.SUCCEEDED);
    assertThat(backfill(pipeline).status()).isEqualTo(Backfill.Status.SUCCEEDED);
    assertThat(backfill(pipeline).taken()).isEqualTo(5);
  }

  @Test
  void aPausedOneStartsNothingUntilItIsResumed() {
    PipelineUnderTest pipeline = begun();
    ExecutionSpec running = startAll(pipeline).getFirst();
    change(pipeline, BackfillChange.PAUSE);
    end(pipeline, running.id(), ExecutionStatus.SUCCEEDED);
    assertThat(pipeline.owed()).isEmpty();

    assertThat(wanted(change(pipeline, BackfillChange.RESUME).effects())).hasSize(1);
    assertThat(days(startAll(pipeline))).containsExactly("2026-01-03");
  }

  @Test
  void aCancelledOneStopsItsRunsAndEndsWithTheLastOfThem() {
    PipelineUnderTest pipeline = begun();
    List<ExecutionSpec> running = startAll(pipeline);
    change(pipeline, BackfillChange.CANCEL);
    assertThat(pipeline.effects())
        .filteredOn(StopBackfillRun.class::isInstance)
        .hasSize(2)
        .isEqualTo(pipeline.owed());
    running.forEach(one -> end(pipeline, one.id(), ExecutionStatus.CANCELLED));

    assertThat(pipeline.events()).hasAtLeastOneElementOfType(BackfillEnded.class);
    assertThat(backfill(pipeline).status()).isEqualTo(Backfill.Status.CANCELLED);
    assertThat(pipeline.owed()).isEmpty();
  }

  @Test
  void oneThatWaitsForNothingIsCancelledAtOnce() {
    PipelineUnderTest pipeline = change(begun(), BackfillChange.PAUSE);

    change(pipeline, BackfillChange.CANCEL);
    assertThat(backfill(pipeline).status()).isEqualTo(Backfill.Status.CANCELLED);
  }

  @Test
  void whatIsMissingForAllPausesItAndSaysWhy() {
    PipelineUnderTest pipeline = begun();
    DataInterval first = wanted(pipeline.owed()).getFirst().interval();

    prepared(pipeline, first, Optional.empty(), "connection LAKE is missing");
    assertThat(pipeline.events()).hasExactlyElementsOfTypes(BackfillPaused.class);
    assertThat(backfill(pipeline).reason()).contains("connection LAKE is missing");
  }

  @Test
  void whatIsOwedIsAskedForAgainAfterAWhile() {
    PipelineUnderTest pipeline = begun();

    assertThat(wanted(pipeline.owed())).hasSize(1);
    assertThat(pipeline.due()).contains(pipeline.now().plus(Driving.PREPARE));
    assertThat(wanted(pipeline.tell(new PipelineCommand.Wake()).effects())).hasSize(1);
  }

  @Test
  void neitherLastRunNorTheScheduleMoves() {
    PipelineUnderTest pipeline = begun();
    toEnd(pipeline, ExecutionStatus.SUCCEEDED);

    assertThat(pipeline.state().lastSucceeded()).isEmpty();
    assertThat(pipeline.state().automaticRuns()).isEmpty();
  }

  @Test
  void anArchivedPipelineCancelsThem() {
    PipelineUnderTest pipeline = begun();
    pipeline.tell(new PipelineCommand.Archive(ALICE, Idempotency.NONE));

    assertThat(backfill(pipeline).status()).isEqualTo(Backfill.Status.CANCELLED);
    assertThat(pipeline.owed()).isEmpty();
  }
}
