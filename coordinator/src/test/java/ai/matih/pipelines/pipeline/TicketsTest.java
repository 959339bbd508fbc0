package ai.matih.pipelines.pipeline;

import static ai.matih.pipelines.pipeline.PipelineUnderTest.ALICE;
import static ai.matih.pipelines.pipeline.PipelineUnderTest.PLAN;
import static ai.matih.pipelines.pipeline.PipelineUnderTest.created;
import static ai.matih.pipelines.pipeline.PipelineUnderTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.ExecutionReply.Refusal;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.pipeline.PipelineCommand.Activate;
import ai.matih.pipelines.pipeline.PipelineCommand.Archive;
import ai.matih.pipelines.pipeline.PipelineCommand.Delete;
import ai.matih.pipelines.pipeline.PipelineCommand.Pause;
import ai.matih.pipelines.pipeline.PipelineCommand.Retry;
import ai.matih.pipelines.pipeline.PipelineEffect.AnswerExecute;
import ai.matih.pipelines.pipeline.PipelineEffect.ConfirmEnd;
import ai.matih.pipelines.pipeline.PipelineEffect.StartExecution;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.pipeline.PipelineEvent.RequestNoted;
import ai.matih.pipelines.pipeline.PipelineReply.Ticketed;
import ai.matih.pipelines.planning.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private static final Ticketed RECEIPT = new Ticketed(run("k"), 1, Plans.T0);

  @Test
  void aTicketIsJournaledBeforeTheRunIsStartedAndAnsweredAfterIt() {
    PipelineUnderTest pipeline = created().execute("k", "body");
    assertThat(pipeline.events()).hasOnlyElementsOfType(ExecutionTicketed.class);
    assertThat(pipeline.effects()).hasOnlyElementsOfType(StartExecution.class);
    assertThat(pipeline.reply()).isEmpty();

    assertThat(pipeline.started("k").effects()).containsExactly(new AnswerExecute(RECEIPT));
  }

  @Test
  void startIsRepeatedUntilTheRunHasAnswered() {
    PipelineUnderTest pipeline = created().execute("k", "body").pass(PipelineLifecycle.START);
    assertThat(pipeline.due()).contains(pipeline.now());
    assertThat(pipeline.owed()).hasSize(1);
    assertThat(pipeline.tell(new PipelineCommand.Wake()).effects()).hasSize(1);

    pipeline.started("k");
    assertThat(pipeline.due()).isEmpty();
    assertThat(pipeline.owed()).isEmpty();
  }

  @Test
  void ofManyStartsThatNobodyNotedSomeAreRepeatedEachTimeAndAllOfThemInTheEnd() {
    PipelineUnderTest pipeline = created();
    int many = 4 * PipelineLifecycle.MOST_AGAIN;
    for (int run = 0; run < many; run++) {
      pipeline.execute("k" + run, "body");
    }
    pipeline.pass(PipelineLifecycle.START);

    Set<PipelineEffect> repeated = new HashSet<>();
    for (int wake = 0; wake < 100; wake++) {
      pipeline.pass(Duration.ofSeconds(2)).tell(new PipelineCommand.Wake());
      assertThat(pipeline.effects()).hasSize(PipelineLifecycle.MOST_AGAIN);
      repeated.addAll(pipeline.effects());
    }
    assertThat(repeated).hasSize(many);
  }

  @Test
  void whatIsToldOfAPipelineCountsItsRunsAndHoldsNoneOfThem() {
    PipelineUnderTest pipeline = created();
    for (int run = 0; run < 10; run++) {
      pipeline.execute("k" + run, "body");
    }
    pipeline.started("k0").ended("k0").started("k1");

    PipelineReply told = new PipelineLifecycle().brief(new PipelineReply.View(pipeline.state()));

    Pipeline seen = ((PipelineReply.View) told).pipeline();
    assertThat(seen.inFlight()).isEqualTo(9);
    assertThat(seen.starting()).isEmpty();
    assertThat(seen.running()).isEmpty();
    assertThat(seen.memory()).isEqualTo(Memory.EMPTY);
    assertThat(seen.live()).isEqualTo(pipeline.state().live());
    assertThat(seen.ledger()).isEqualTo(pipeline.state().ledger());
  }

  @Test
  void theSameRequestIsTheSameRunHoweverFarItIs() {
    PipelineUnderTest pipeline = created().execute("k", "body").execute("k", "body");
    assertThat(pipeline.events()).isEmpty();
    assertThat(pipeline.reply()).isEmpty();

    pipeline.started("k").execute("k", "body");
    assertThat(pipeline.events()).isEmpty();
    assertThat(pipeline.reply()).contains(RECEIPT);

    pipeline.ended("k").pass(Duration.ofHours(1)).execute("k", "body");
    assertThat(pipeline.events()).isEmpty();
    assertThat(pipeline.reply()).contains(RECEIPT);
  }

  @Test
  void theSameKeyForAnotherRequestIsRefused() {
    assertThat(created().execute("k", "body").execute("k", "other").refusal())
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void anEndIsNotedOnceAndConfirmedEachTime() {
    PipelineUnderTest pipeline = created().execute("k", "body").started("k").ended("k");
    assertThat(pipeline.state().inFlight()).isZero();
    assertThat(pipeline.effects()).containsExactly(new ConfirmEnd(run("k"), 0));

    pipeline.ended("k");
    assertThat(pipeline.effects()).containsExactly(new ConfirmEnd(run("k"), 0));
    assertThat(pipeline.state().inFlight()).isZero();
  }

  @Test
  void anEndWithoutATicketIsConfirmedOnlyByWhoCanWriteTheJournal() {
    PipelineUnderTest pipeline = created().ended("k");

    assertThat(pipeline.events()).containsExactly(new RequestNoted(Idempotency.NONE));
    assertThat(pipeline.effects()).containsExactly(new ConfirmEnd(run("k"), 0));
  }

  @Test
  void aStartOfAnEarlierTicketDoesNotStopTheRepeatsOfALaterOne() {
    PipelineUnderTest pipeline = created().execute("k", "body");
    Instant earlier = pipeline.state().ticket(run("k")).orElseThrow().submittedAt();
    pipeline.started("k").ended("k").pass(Duration.ofHours(25)).execute("k", "body");

    pipeline.tell(new PipelineCommand.ExecutionStarted(run("k"), earlier));

    assertThat(pipeline.events()).isEmpty();
    assertThat(pipeline.owed()).hasOnlyElementsOfType(StartExecution.class).hasSize(1);
  }

  @Test
  void anEndThatOvertakesTheStartAnswersTheCallerToo() {
    assertThat(created().execute("k", "body").ended("k").effects())
        .containsExactly(new ConfirmEnd(run("k"), 0), new AnswerExecute(RECEIPT));
  }

  @Test
  void theLastSucceededRunsAreKeptForEstimates() {
    PipelineUnderTest pipeline = created();
    for (int i = 0; i < 25; i++) {
      pipeline.execute("k" + i, "body").started("k" + i).ended("k" + i);
    }

    assertThat(pipeline.state().recent()).hasSize(20);
    assertThat(pipeline.state().recent().getLast().rows()).isEqualTo(27_004);
    assertThat(pipeline.state().lastSucceeded()).contains(Plans.T0);
  }

  @Test
  void aPipelineWithRunsInFlightIsNotDeleted() {
    assertThat(created().execute("k", "b").tell(new Delete(ALICE, Idempotency.NONE)).refusal())
        .isEqualTo("RUNS_IN_FLIGHT");
  }

  @Test
  void aPausedPipelineIsRunByHandAndAnArchivedOneIsNot() {
    PipelineUnderTest pipeline =
        created()
            .tell(new Activate(ALICE, Idempotency.NONE))
            .tell(new Pause(ALICE, Idempotency.NONE))
            .execute("k", "body");
    assertThat(pipeline.state().inFlight()).isEqualTo(1);

    pipeline.tell(new Archive(ALICE, Idempotency.NONE)).execute("l", "body");
    assertThat(pipeline.refusal()).isEqualTo("PIPELINE_ARCHIVED");
  }

  @Test
  void aPlanThatIsBlockedIsRefusedWithItsRemedy() {
    Plan blocked =
        new Plan(
            PLAN.pipelineName(),
            PLAN.stages(),
            PLAN.engine(),
            PLAN.estimate(),
            List.of(new Plan.Blocker("X", "connection X", "No connection X.", "Make it.")),
            List.of(),
            List.of(),
            PLAN.retryPolicy(),
            Optional.empty(),
            1);

    assertThat(created().execute("k", Idempotency.NONE, blocked).reply())
        .contains(
            new PipelineReply.Refused(Refusal.CONFLICT, "BLOCKED", "No connection X.", "Make it."));
  }

  @Test
  void theBacklogIsBounded() {
    PipelineUnderTest pipeline = created();
    for (int i = 0; i < Tickets.MOST; i++) {
      pipeline.execute("k" + i, Idempotency.NONE, PLAN);
    }

    assertThat(pipeline.execute("one more", Idempotency.NONE, PLAN).refusal())
        .isEqualTo("TOO_MANY_RUNS");
  }

  @Test
  void aRetryIsANewRunOfTheSameRootPinnedAsBefore() {
    PipelineUnderTest pipeline = created().execute("k", "body");
    ExecutionSpec ended = ((ExecutionTicketed) pipeline.events().getFirst()).spec();
    assertThat(retry(pipeline, ended).refusal()).isEqualTo("EXECUTION_NOT_ENDED");

    retry(pipeline.started("k").ended("k").update("2"), ended);
    ExecutionSpec again = ((ExecutionTicketed) pipeline.events().getFirst()).spec();
    assertThat(again.resumeOf()).contains(ended.id());
    assertThat(again.root()).isEqualTo(ended.root());
    assertThat(again.revision()).isEqualTo(1);
  }

  private static PipelineUnderTest retry(PipelineUnderTest pipeline, ExecutionSpec ended) {
    return pipeline.tell(
        new Retry(ALICE, run("again"), ended, Map.of(), Map.of(), false, Idempotency.NONE));
  }
}
