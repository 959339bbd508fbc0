package ai.matih.pipelines.pipeline;

import static ai.matih.pipelines.pipeline.PipelineUnderTest.ALICE;
import static ai.matih.pipelines.pipeline.PipelineUnderTest.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.execution.RunOrigin;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.pipeline.PipelineCommand.Called;
import ai.matih.pipelines.pipeline.PipelineCommand.Pinned;
import ai.matih.pipelines.pipeline.PipelineEffect.PrepareFiring;
import ai.matih.pipelines.pipeline.PipelineEffect.StartExecution;
import ai.matih.pipelines.pipeline.PipelineEffect.StopExecution;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.pipeline.PipelineEvent.FiringMissed;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerFired;
import ai.matih.pipelines.pipeline.PipelineReply.Met;
import ai.matih.pipelines.schedule.OverlapPolicy;
import ai.matih.pipelines.trigger.Evidence;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Missed;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A pipeline that is called from outside. */
class WebhookTriggerTest {
  private static final Pinned PINNED = new Pinned(PLAN, Map.of(), Map.of(), PriceBook.DEFAULT);

  private static PipelineUnderTest active(Optional<OverlapPolicy> overlap, int maxConcurrent) {
    return PipelineUnderTest.created()
        .define(
            Plans.triggered(
                new Trigger.Webhook(
                    Optional.of("orders"),
                    Optional.of("HOOK"),
                    overlap,
                    Optional.of(maxConcurrent))))
        .tell(new PipelineCommand.Activate(ALICE, Idempotency.NONE));
  }

  private static Called call(PipelineUnderTest pipeline, String key) {
    return new Called(
        ALICE,
        Plans.PIPELINE,
        new Firing(
            "orders",
            key,
            pipeline.now(),
            Map.of(),
            new Evidence.Call(Optional.of(key), "c-" + key),
            1),
        pipeline.state().revisions().size(),
        PINNED);
  }

  private static PipelineUnderTest called(PipelineUnderTest pipeline, String key) {
    return pipeline.tell(call(pipeline, key));
  }

  private static ExecutionId run(String key) {
    return ExecutionId.of(Plans.PIPELINE, "hook/orders/" + key);
  }

  private static PipelineUnderTest started(PipelineUnderTest pipeline, String key) {
    return pipeline.tell(
        new PipelineCommand.ExecutionStarted(
            run(key), pipeline.state().ticket(run(key)).orElseThrow().submittedAt()));
  }

  private static PipelineUnderTest ended(PipelineUnderTest pipeline, String key) {
    return pipeline.tell(
        new PipelineCommand.ExecutionEnded(
            run(key), 0, ExecutionStatus.SUCCEEDED, 0, 0, 1, Optional.of(BigDecimal.ZERO)));
  }

  private static Met met(PipelineUnderTest pipeline) {
    return (Met) pipeline.reply().orElseThrow();
  }

  @Test
  void aCallThatHasAPlaceIsARunAtOnceWhichSaysWhatFired() {
    PipelineUnderTest pipeline = called(active(Optional.empty(), 1), "d1");

    assertThat(pipeline.events())
        .hasExactlyElementsOfTypes(TriggerFired.class, ExecutionTicketed.class);
    assertThat(pipeline.effects()).hasExactlyElementsOfTypes(StartExecution.class);
    // the caller is answered once the run's own start is journaled
    assertThat(pipeline.reply()).isEmpty();
    ExecutionSpec spec = ((ExecutionTicketed) pipeline.events().getLast()).spec();
    assertThat(spec.id()).isEqualTo(run("d1"));
    assertThat(spec.startedBy()).isEqualTo("trigger:orders");
    assertThat(spec.origin())
        .contains(
            new RunOrigin.OfTrigger(
                "orders", "d1", new Evidence.Call(Optional.of("d1"), "c-d1"), 1));
    assertThat(pipeline.state().triggers().waiting()).isEmpty();
  }

  @Test
  void noMoreRunsGoOnThanMayAndTheOthersWaitInOrder() {
    PipelineUnderTest pipeline = active(Optional.empty(), 2);
    called(pipeline, "d1");
    called(pipeline, "d2");
    assertThat(called(pipeline, "d3").events()).hasExactlyElementsOfTypes(TriggerFired.class);
    assertThat(met(pipeline)).isEqualTo(new Met(run("d3"), Optional.empty()));
    called(pipeline, "d4");
    assertThat(pipeline.state().automaticRuns()).hasSize(2);

    started(pipeline, "d1");
    assertThat(ended(pipeline, "d1").effects())
        .filteredOn(PrepareFiring.class::isInstance)
        .extracting(one -> ((PrepareFiring) one).firing().key())
        .containsExactly("d3");
    // one that comes now does not overtake those that wait
    assertThat(called(pipeline, "d5").events()).hasExactlyElementsOfTypes(TriggerFired.class);

    pipeline.tell(
        new PipelineCommand.FiringPrepared(
            "orders", "d3", pipeline.state().revisions().size(), Optional.of(PINNED), ""));
    assertThat(pipeline.events()).hasExactlyElementsOfTypes(ExecutionTicketed.class);
    assertThat(pipeline.state().ticket(run("d3"))).isPresent();
    assertThat(pipeline.state().automaticRuns()).hasSize(2);
  }

  @Test
  void theSameCallAgainIsTheSameRunAndGetsTheSameAnswer() {
    PipelineUnderTest pipeline = active(Optional.empty(), 1);
    called(pipeline, "d1");
    assertThat(called(pipeline, "d1").events()).isEmpty();
    assertThat(pipeline.reply()).isEmpty();
    started(pipeline, "d1");
    assertThat(called(pipeline, "d1").reply()).containsInstanceOf(PipelineReply.Ticketed.class);

    called(pipeline, "d2");
    assertThat(called(pipeline, "d2").events()).isEmpty();
    assertThat(met(pipeline).missed()).isEmpty();

    ended(pipeline, "d1");
    assertThat(called(pipeline, "d1").events()).isEmpty();
    assertThat(pipeline.reply()).containsInstanceOf(PipelineReply.Ticketed.class);
  }

  @Test
  void aCallIsDroppedOrGivenWayToWhereThePolicySaysSo() {
    PipelineUnderTest skipping = active(Optional.of(OverlapPolicy.SKIP), 1);
    called(skipping, "d1");
    assertThat(called(skipping, "d2").events())
        .hasExactlyElementsOfTypes(TriggerFired.class, FiringMissed.class);
    assertThat(met(skipping).missed()).get().extracting(Missed::why).isEqualTo(Missed.Why.OVERLAP);
    assertThat(called(skipping, "d2").events()).isEmpty();
    assertThat(met(skipping).missed()).isPresent();

    PipelineUnderTest replacing = active(Optional.of(OverlapPolicy.CANCEL_OTHER), 1);
    called(replacing, "d1");
    assertThat(called(replacing, "d2").effects())
        .containsExactly(new StopExecution(run("d1"), false));
    assertThat(met(replacing).missed()).isEmpty();
  }

  @Test
  void whatCouldNeitherRunNorWaitIsRefusedAndNotJournaled() {
    PipelineUnderTest pipeline = active(Optional.empty(), 1);
    for (int one = 0; one <= Firings.MOST_WAITING; one++) {
      called(pipeline, "d" + one);
    }
    assertThat(called(pipeline, "more").events()).isEmpty();
    assertThat(pipeline.refusal()).isEqualTo("TOO_MANY_RUNS");

    pipeline.tell(new PipelineCommand.Pause(ALICE, Idempotency.NONE));
    assertThat(called(pipeline, "later").events()).isEmpty();
    assertThat(pipeline.refusal()).isEqualTo("PIPELINE_PAUSED");
  }

  @Test
  void aCallOfAnEarlierRevisionIsPreparedAnew() {
    PipelineUnderTest pipeline = active(Optional.empty(), 1);
    Called before = call(pipeline, "d1");
    pipeline.define(
        Plans.triggered(
            new Trigger.Webhook(
                Optional.of("orders"), Optional.empty(), Optional.empty(), Optional.empty())));

    assertThat(pipeline.tell(before).events()).hasExactlyElementsOfTypes(TriggerFired.class);
    assertThat(pipeline.effects()).hasExactlyElementsOfTypes(PrepareFiring.class);
  }
}
