package ai.matih.pipelines.pipeline;

import static ai.matih.pipelines.pipeline.PipelineUnderTest.ALICE;
import static ai.matih.pipelines.pipeline.PipelineUnderTest.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.Budget;
import ai.matih.pipelines.definition.OnExceed;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.pipeline.PipelineEffect.PrepareInterval;
import ai.matih.pipelines.pipeline.PipelineEffect.StopExecution;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.pipeline.PipelineEvent.IntervalDue;
import ai.matih.pipelines.pipeline.PipelineEvent.IntervalsSkipped;
import ai.matih.pipelines.schedule.Catchup;
import ai.matih.pipelines.schedule.Interval;
import ai.matih.pipelines.schedule.OverlapPolicy;
import ai.matih.pipelines.schedule.Schedule;
import ai.matih.pipelines.schedule.Skip;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A schedule of every ten minutes, active since 06:00. */
class ScheduleTest {

  private static Schedule every10(OverlapPolicy overlap, int maxConcurrent, Catchup catchup) {
    return new Schedule(
        "*/10 * * * *",
        ZoneOffset.UTC,
        Optional.empty(),
        Optional.empty(),
        overlap,
        maxConcurrent,
        Duration.ZERO,
        Duration.ofHours(1),
        catchup);
  }

  private static PipelineUnderTest driven(OverlapPolicy overlap) {
    return driven(every10(overlap, 1, Catchup.NONE));
  }

  private static PipelineUnderTest driven(Schedule schedule) {
    return PipelineUnderTest.created()
        .define(Plans.definition(Optional.of(schedule), Optional.empty()))
        .tell(new PipelineCommand.Activate(ALICE, Idempotency.NONE));
  }

  private static PipelineUnderTest pause(PipelineUnderTest pipeline) {
    return pipeline.tell(new PipelineCommand.Pause(ALICE, Idempotency.NONE));
  }

  private static PipelineUnderTest resume(PipelineUnderTest pipeline) {
    return pipeline.tell(new PipelineCommand.Resume(ALICE, Idempotency.NONE));
  }

  /** The due times that the last decision wants to be prepared. */
  private static List<Interval> wanted(PipelineUnderTest pipeline) {
    return pipeline.effects().stream()
        .flatMap(one -> one instanceof PrepareInterval p ? Stream.of(p.interval()) : Stream.empty())
        .toList();
  }

  private static Interval theWanted(PipelineUnderTest pipeline) {
    assertThat(wanted(pipeline)).hasSize(1);
    return wanted(pipeline).getFirst();
  }

  private static ExecutionSpec ticketed(PipelineUnderTest pipeline) {
    return ((ExecutionTicketed) pipeline.events().getFirst()).spec();
  }

  /** Brings the run of a due time under way. */
  private static ExecutionId start(PipelineUnderTest pipeline, Interval interval) {
    ExecutionId id = ticketed(pipeline.prepared(interval)).id();
    pipeline.tell(
        new PipelineCommand.ExecutionStarted(
            id, pipeline.state().ticket(id).orElseThrow().submittedAt()));
    return id;
  }

  private static ExecutionId running(PipelineUnderTest pipeline) {
    return start(pipeline, theWanted(pipeline.at("2026-03-01T06:10:00Z")));
  }

  private static PipelineUnderTest ended(PipelineUnderTest pipeline, ExecutionId id) {
    return pipeline.tell(
        new PipelineCommand.ExecutionEnded(
            id,
            0,
            ai.matih.pipelines.execution.ExecutionStatus.SUCCEEDED,
            0,
            0,
            1,
            Optional.of(BigDecimal.ZERO)));
  }

  private static List<Skip> skipped(PipelineUnderTest pipeline) {
    return pipeline.events().stream()
        .flatMap(one -> one instanceof IntervalsSkipped s ? Stream.of(s.skip()) : Stream.empty())
        .toList();
  }

  private static Skip theSkipped(PipelineUnderTest pipeline) {
    assertThat(skipped(pipeline)).hasSize(1);
    return skipped(pipeline).getFirst();
  }

  private static List<Instant> waiting(PipelineUnderTest pipeline) {
    return pipeline.state().timetable().waiting().stream().map(Interval::nominal).toList();
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + ":00Z");
  }

  @Test
  void aPipelineIsWokenAtItsNextDueTimeOnlyWhileItIsActive() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.SKIP);
    assertThat(pipeline.due()).contains(at("06:10"));

    assertThat(pause(pipeline).due()).isEmpty();
    pipeline.pass(Duration.ofMinutes(25));
    assertThat(resume(pipeline).due()).contains(at("06:30"));
  }

  @Test
  void aDueTimeBecomesARunWhoseIdAndValuesComeFromIt() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.SKIP).at("2026-03-01T06:10:00Z");
    assertThat(pipeline.events()).hasExactlyElementsOfTypes(IntervalDue.class);

    ExecutionSpec spec = ticketed(pipeline.prepared(theWanted(pipeline)));
    assertThat(spec.id()).isEqualTo(ExecutionId.scheduled(Plans.PIPELINE, 1, at("06:10")));
    assertThat(spec.startedBy()).isEqualTo("schedule");
    assertThat(spec.values())
        .containsEntry("data_interval_start", "2026-03-01T06:00:00Z")
        .containsEntry("data_interval_end", "2026-03-01T06:10:00Z")
        .containsEntry("scheduled_at", "2026-03-01T06:10:00Z")
        .containsEntry("execution_date", "2026-03-01");
    assertThat(waiting(pipeline)).isEmpty();
  }

  @Test
  void whatIsPreparedTwiceRunsOnce() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.SKIP).at("2026-03-01T06:10:00Z");
    Interval interval = theWanted(pipeline);
    pipeline.prepared(interval);

    assertThat(pipeline.prepared(interval).events()).isEmpty();
  }

  @Test
  void aDueTimeThatIsNotPreparedIsAskedForAgain() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.SKIP).at("2026-03-01T06:10:00Z");
    Interval interval = theWanted(pipeline);

    assertThat(pipeline.owed()).containsExactly(new PrepareInterval(interval));
    assertThat(pipeline.due()).contains(at("06:10").plus(Driving.PREPARE));
    assertThat(theWanted(pipeline.at("2026-03-01T06:10:05Z"))).isEqualTo(interval);
  }

  @Test
  void aRunIsOfTheRevisionThatIsLiveWhenItStarts() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.SKIP).at("2026-03-01T06:10:00Z");
    Interval interval = theWanted(pipeline);

    pipeline.prepared(interval, 1, PLAN);
    assertThat(pipeline.events()).isEmpty();
    assertThat(theWanted(pipeline)).isEqualTo(interval);
  }

  @Test
  void skipLeavesOutWhatComesWhileARunIsGoing() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.SKIP);
    running(pipeline);

    Skip skip = theSkipped(pipeline.at("2026-03-01T06:20:00Z"));
    assertThat(skip.why()).isEqualTo(Skip.Reason.OVERLAP);
    assertThat(skip.first()).isEqualTo(at("06:20"));
    assertThat(pipeline.state().timetable().skipped()).containsExactly(skip);
  }

  @Test
  void bufferOneKeepsTheFirstThatComesAndLeavesOutTheRest() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.BUFFER_ONE);
    ExecutionId first = running(pipeline);

    assertThat(pipeline.at("2026-03-01T06:20:00Z").events()).hasSize(1);
    assertThat(wanted(pipeline)).isEmpty();
    assertThat(theSkipped(pipeline.at("2026-03-01T06:30:00Z")).first()).isEqualTo(at("06:30"));
    assertThat(theWanted(ended(pipeline, first)).nominal()).isEqualTo(at("06:20"));
  }

  @Test
  void bufferAllRunsEverythingInOrder() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.BUFFER_ALL);
    ExecutionId first = running(pipeline);
    pipeline.at("2026-03-01T06:40:00Z");
    assertThat(waiting(pipeline)).containsExactly(at("06:20"), at("06:30"), at("06:40"));

    Interval second = theWanted(ended(pipeline, first));
    assertThat(second.nominal()).isEqualTo(at("06:20"));
    assertThat(theWanted(ended(pipeline, start(pipeline, second))).nominal())
        .isEqualTo(at("06:30"));
  }

  @Test
  void cancelOtherStopsTheRunThatIsGoingAndStartsWhenItHasEnded() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.CANCEL_OTHER);
    ExecutionId first = running(pipeline);

    pipeline.at("2026-03-01T06:20:00Z");
    assertThat(pipeline.effects()).containsExactly(new StopExecution(first, false));
    assertThat(pipeline.owed()).containsExactly(new StopExecution(first, false));
    assertThat(theWanted(ended(pipeline, first)).nominal()).isEqualTo(at("06:20"));
    assertThat(pipeline.owed()).doesNotContain(new StopExecution(first, false));
  }

  @Test
  void cancelOtherPrefersTheNewestOfThoseThatWait() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.CANCEL_OTHER);
    running(pipeline);

    pipeline.at("2026-03-01T06:20:00Z").at("2026-03-01T06:30:00Z");
    assertThat(theSkipped(pipeline).why()).isEqualTo(Skip.Reason.OVERTAKEN);
    assertThat(waiting(pipeline)).containsExactly(at("06:30"));
  }

  @Test
  void terminateOtherDoesNotWaitForProof() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.TERMINATE_OTHER);
    ExecutionId first = running(pipeline);

    assertThat(pipeline.at("2026-03-01T06:20:00Z").effects())
        .containsExactly(new StopExecution(first, true));
  }

  @Test
  void allowAllRunsAsManyAtOnceAsMaxConcurrent() {
    PipelineUnderTest pipeline = driven(every10(OverlapPolicy.ALLOW_ALL, 2, Catchup.NONE));
    ExecutionId first = running(pipeline);
    start(pipeline, theWanted(pipeline.at("2026-03-01T06:20:00Z")));

    assertThat(wanted(pipeline.at("2026-03-01T06:30:00Z"))).isEmpty();
    assertThat(theWanted(ended(pipeline, first)).nominal()).isEqualTo(at("06:30"));
  }

  @Test
  void runsThatPeopleAskForNeitherHoldTheScheduleBackNorAreStopped() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.CANCEL_OTHER);
    pipeline.execute("by hand", "body").started("by hand").at("2026-03-01T06:10:00Z");

    assertThat(theWanted(pipeline).nominal()).isEqualTo(at("06:10"));
    assertThat(pipeline.effects()).hasSize(1);
  }

  @Test
  void dueTimesMissedWithinTheWindowAreTakenOneAfterTheOther() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.BUFFER_ALL).at("2026-03-01T06:35:00Z");

    assertThat(waiting(pipeline)).containsExactly(at("06:10"), at("06:20"), at("06:30"));
    assertThat(skipped(pipeline)).isEmpty();
  }

  @Test
  void olderOnesAreRecordedAsSkipped() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.BUFFER_ALL).at("2026-03-01T07:35:00Z");

    Skip skip = theSkipped(pipeline);
    assertThat(skip.why()).isEqualTo(Skip.Reason.MISSED);
    assertThat(List.of(skip.first(), skip.last())).containsExactly(at("06:10"), at("06:30"));
    assertThat(skip.count()).isEqualTo(3);
    assertThat(waiting(pipeline)).hasSize(6).startsWith(at("06:40")).endsWith(at("07:30"));
  }

  @Test
  void catchUpLatestRunsTheLatestOfTheOlderOnes() {
    PipelineUnderTest pipeline =
        driven(every10(OverlapPolicy.SKIP, 1, Catchup.LATEST)).at("2026-03-01T07:35:00Z");

    assertThat(skipped(pipeline).getFirst().last()).isEqualTo(at("06:20"));
    assertThat(theWanted(pipeline).nominal()).isEqualTo(at("06:30"));
    assertThat(theWanted(pipeline).catchUp()).isTrue();
  }

  @Test
  void catchUpAllRunsTheOlderOnesInOrderWhateverTheOverlapPolicy() {
    PipelineUnderTest pipeline =
        driven(every10(OverlapPolicy.SKIP, 1, Catchup.ALL)).at("2026-03-01T07:35:00Z");

    assertThat(waiting(pipeline)).containsExactly(at("06:10"), at("06:20"), at("06:30"));
    assertThat(theWanted(pipeline).nominal()).isEqualTo(at("06:10"));
  }

  @Test
  void aPauseRecordsWhatFellDueAndLetsWhatWaitsRest() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.BUFFER_ALL);
    ExecutionId first = running(pipeline);
    pipeline.at("2026-03-01T06:20:00Z");
    pause(pipeline);
    assertThat(wanted(ended(pipeline, first))).isEmpty();

    pipeline.pass(Duration.ofMinutes(25));
    Skip skip = theSkipped(resume(pipeline));
    assertThat(skip.why()).isEqualTo(Skip.Reason.PAUSED);
    assertThat(List.of(skip.first(), skip.last())).containsExactly(at("06:30"), at("06:40"));
    assertThat(theWanted(pipeline).nominal()).isEqualTo(at("06:20"));
  }

  @Test
  void whatFellDueBeforeAPauseIsTakenThoughTheClockIsLate() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.SKIP).pass(Duration.ofMinutes(10));

    assertThat(pause(pipeline).events()).first().isInstanceOf(IntervalDue.class);
    assertThat(waiting(pipeline)).containsExactly(at("06:10"));
  }

  @Test
  void aChangeTakesAllThatFellDueHoweverMuchThatIs() {
    PipelineUnderTest pipeline =
        driven(every10(OverlapPolicy.SKIP, 1, Catchup.ALL)).pass(Duration.ofHours(40));

    assertThat(pause(pipeline).events())
        .filteredOn(IntervalDue.class::isInstance)
        .hasSizeGreaterThan(200);
  }

  @Test
  void anotherScheduleIsAnotherGenerationAndWhatWaitsKeepsItsOwn() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.BUFFER_ALL);
    ExecutionId first = running(pipeline);
    pipeline.at("2026-03-01T06:20:00Z");

    pipeline.define(
        Plans.definition(
            Optional.of(every10(OverlapPolicy.SKIP, 1, Catchup.NONE)), Optional.empty()));
    assertThat(pipeline.state().timetable().generation()).isEqualTo(2);
    assertThat(pipeline.due()).contains(at("06:30"));
    assertThat(ticketed(pipeline.prepared(theWanted(ended(pipeline, first)))).id())
        .isEqualTo(ExecutionId.scheduled(Plans.PIPELINE, 1, at("06:20")));
  }

  @Test
  void anUpdateThatKeepsTheScheduleKeepsItsGeneration() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.SKIP).pass(Duration.ofMinutes(5));
    pipeline.define(
        Plans.definition(
            Optional.of(every10(OverlapPolicy.SKIP, 1, Catchup.NONE)),
            Optional.of(new Budget(Optional.of(BigDecimal.TEN), Optional.empty(), OnExceed.WARN))));

    assertThat(pipeline.state().timetable().generation()).isEqualTo(1);
    assertThat(pipeline.due()).contains(at("06:10"));
  }

  @Test
  void aScheduleThatIsTakenAwayLeavesNobodyWaiting() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.BUFFER_ALL);
    running(pipeline);
    pipeline.at("2026-03-01T06:20:00Z").update("without a schedule");

    assertThat(theSkipped(pipeline).why()).isEqualTo(Skip.Reason.REMOVED);
    assertThat(waiting(pipeline)).isEmpty();
    assertThat(pipeline.due()).isEmpty();
  }

  @Test
  void aRunThatCannotBePinnedIsRecordedAsSkipped() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.SKIP).at("2026-03-01T06:10:00Z");
    Interval interval = theWanted(pipeline);
    pipeline.tell(
        new PipelineCommand.IntervalPrepared(
            interval.generation(),
            interval.nominal(),
            2,
            Optional.empty(),
            "there is no connection DWH"));

    assertThat(theSkipped(pipeline).why()).isEqualTo(Skip.Reason.BLOCKED);
    assertThat(theSkipped(pipeline).detail()).isEqualTo("there is no connection DWH");
  }

  @Test
  void aRunBeyondTheBudgetIsRecordedAsSkipped() {
    PipelineUnderTest pipeline = driven(OverlapPolicy.SKIP);
    pipeline.define(
        Plans.definition(
            Optional.of(every10(OverlapPolicy.SKIP, 1, Catchup.NONE)),
            Optional.of(
                new Budget(Optional.of(BigDecimal.ONE), Optional.empty(), OnExceed.BLOCK))));
    Interval interval = theWanted(pipeline.at("2026-03-01T06:10:00Z"));
    pipeline.prepared(interval, 3, Plans.costing("2", PLAN));

    assertThat(theSkipped(pipeline).why()).isEqualTo(Skip.Reason.BUDGET);
    assertThat(theSkipped(pipeline).detail()).contains("max_cost_per_run");
  }

  @Test
  void jitterMovesAStartByTheSameAmountWheneverItIsAsked() {
    Schedule schedule =
        new Schedule(
            "*/10 * * * *",
            ZoneOffset.UTC,
            Optional.empty(),
            Optional.empty(),
            OverlapPolicy.SKIP,
            1,
            Duration.ofMinutes(2),
            Duration.ofHours(1),
            Catchup.NONE);
    PipelineUnderTest pipeline = driven(schedule);

    Instant due = pipeline.due().orElseThrow();
    assertThat(due).isBetween(at("06:10"), at("06:12")).isNotEqualTo(at("06:10"));
    assertThat(driven(schedule).due()).contains(due);
    Interval interval = theWanted(pipeline.at(due.toString()));
    assertThat(interval.nominal()).isEqualTo(at("06:10"));
    assertThat(interval.dueAt()).isEqualTo(due);
  }
}
