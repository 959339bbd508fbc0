package ai.matih.pipelines.pipeline;

import static ai.matih.pipelines.pipeline.PipelineUnderTest.ALICE;
import static ai.matih.pipelines.pipeline.PipelineUnderTest.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.definition.TriggerRequire;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.execution.RunOrigin;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.pipeline.PipelineEffect.PrepareFiring;
import ai.matih.pipelines.pipeline.PipelineEffect.StopExecution;
import ai.matih.pipelines.pipeline.PipelineEvent.DatasetArrived;
import ai.matih.pipelines.pipeline.PipelineEvent.ExecutionTicketed;
import ai.matih.pipelines.pipeline.PipelineEvent.FiringMissed;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerFired;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggersDriven;
import ai.matih.pipelines.schedule.OverlapPolicy;
import ai.matih.pipelines.trigger.Evidence;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Missed;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A pipeline that other pipelines' datasets start. */
class DatasetTriggerTest {
  private static final PipelineId OTHER = PipelineId.of(Plans.TENANT, "other", 0);
  private long place = 100;

  private static Trigger.Dataset trigger(
      TriggerRequire when, Duration debounce, Optional<OverlapPolicy> overlap) {
    return new Trigger.Dataset(
        Optional.empty(),
        List.of("sales.out", "crm.out"),
        when,
        debounce,
        overlap,
        Optional.empty());
  }

  private static PipelineUnderTest active(Trigger trigger) {
    return PipelineUnderTest.created()
        .define(Plans.triggered(trigger))
        .tell(new PipelineCommand.Activate(ALICE, Idempotency.NONE));
  }

  private static PipelineUnderTest any() {
    return active(trigger(TriggerRequire.ANY, Duration.ZERO, Optional.empty()));
  }

  private PipelineUnderTest loaded(PipelineUnderTest pipeline, String dataset, String version) {
    place++;
    return loaded(pipeline, dataset, version, OTHER, place, 0);
  }

  private static PipelineUnderTest loaded(
      PipelineUnderTest pipeline,
      String dataset,
      String version,
      PipelineId loader,
      long place,
      int depth) {
    return pipeline.tell(
        new PipelineCommand.DatasetLoaded(
            Set.of(dataset),
            "db.public.out",
            loader,
            ExecutionId.of(loader, version),
            version,
            pipeline.now(),
            place,
            depth));
  }

  private static List<Firing> wanted(PipelineUnderTest pipeline) {
    return pipeline.effects().stream()
        .flatMap(one -> one instanceof PrepareFiring p ? Stream.of(p.firing()) : Stream.empty())
        .toList();
  }

  private static ExecutionSpec run(PipelineUnderTest pipeline, Firing firing) {
    pipeline.tell(
        new PipelineCommand.FiringPrepared(
            firing.trigger(),
            firing.key(),
            pipeline.state().revisions().size(),
            Optional.of(new PipelineCommand.Pinned(PLAN, Map.of(), Map.of(), PriceBook.DEFAULT)),
            ""));
    assertThat(pipeline.events()).hasExactlyElementsOfTypes(ExecutionTicketed.class);
    return ((ExecutionTicketed) pipeline.events().getFirst()).spec();
  }

  private static PipelineUnderTest ended(PipelineUnderTest pipeline, ExecutionId id) {
    return pipeline.tell(
        new PipelineCommand.ExecutionEnded(
            id, 0, ExecutionStatus.SUCCEEDED, 0, 0, 1, Optional.of(BigDecimal.ZERO)));
  }

  private static List<Missed.Why> missed(PipelineUnderTest pipeline) {
    return pipeline.events().stream()
        .flatMap(
            one -> one instanceof FiringMissed(var what) ? Stream.of(what.why()) : Stream.empty())
        .toList();
  }

  @Test
  void aNewVersionStartsARunThatNamesItAndWhoseIdComesFromIt() {
    PipelineUnderTest pipeline = loaded(any(), "sales.out", "v1");
    assertThat(pipeline.events())
        .hasExactlyElementsOfTypes(DatasetArrived.class, TriggerFired.class);

    ExecutionSpec spec = run(pipeline, wanted(pipeline).getFirst());
    assertThat(spec.id()).isEqualTo(ExecutionId.triggered(Plans.PIPELINE, "dataset", "v1"));
    assertThat(spec.startedBy()).isEqualTo("trigger:dataset");
    assertThat(spec.origin())
        .get()
        .isInstanceOfSatisfying(
            RunOrigin.OfTrigger.class,
            of -> {
              assertThat(of.depth()).isEqualTo(1);
              assertThat(((Evidence.Datasets) of.evidence()).versions())
                  .extracting(Evidence.Arrival::version)
                  .containsExactly("v1");
            });
  }

  @Test
  void theSameVersionToldAgainStartsNothing() {
    PipelineUnderTest pipeline = any();
    loaded(pipeline, "sales.out", "v1", OTHER, 7, 0);

    assertThat(loaded(pipeline, "sales.out", "v1", OTHER, 7, 0).events()).isEmpty();
    // another record of the same load: its commit key was found committed
    assertThat(loaded(pipeline, "sales.out", "v1", OTHER, 9, 0).events()).isEmpty();
    assertThat(pipeline.reply()).contains(new PipelineReply.Noted());
  }

  @Test
  void allOfThemMustBeNewSinceTheLastSuchRun() {
    PipelineUnderTest pipeline =
        active(trigger(TriggerRequire.ALL, Duration.ZERO, Optional.empty()));

    assertThat(loaded(pipeline, "sales.out", "s1").events())
        .hasExactlyElementsOfTypes(DatasetArrived.class);
    assertThat(loaded(pipeline, "sales.out", "s2").events())
        .hasExactlyElementsOfTypes(DatasetArrived.class);
    assertThat(wanted(loaded(pipeline, "crm.out", "c1")))
        .extracting(Firing::key)
        .containsExactly("c1 s2");
    assertThat(loaded(pipeline, "crm.out", "c2").events())
        .hasExactlyElementsOfTypes(DatasetArrived.class);
  }

  @Test
  void whatComesWithinTheDebounceIsOneRun() {
    PipelineUnderTest pipeline =
        active(trigger(TriggerRequire.ANY, Duration.ofMinutes(2), Optional.empty()));
    loaded(pipeline, "sales.out", "s1");
    pipeline.pass(Duration.ofMinutes(1));
    loaded(pipeline, "crm.out", "c1");
    assertThat(wanted(pipeline)).isEmpty();
    assertThat(pipeline.due()).contains(pipeline.now().plus(Duration.ofMinutes(2)));

    pipeline.pass(Duration.ofMinutes(2)).tell(new PipelineCommand.Wake());
    assertThat(wanted(pipeline)).extracting(Firing::key).containsExactly("c1 s1");
  }

  @Test
  void whileARunIsGoingOneWaitsAndItSaysWhyOthersDoNot() {
    PipelineUnderTest pipeline = any();
    ExecutionId first = run(pipeline, wanted(loaded(pipeline, "sales.out", "v1")).getFirst()).id();

    assertThat(wanted(loaded(pipeline, "sales.out", "v2"))).isEmpty();
    assertThat(missed(loaded(pipeline, "sales.out", "v3"))).containsExactly(Missed.Why.OVERLAP);

    assertThat(wanted(ended(pipeline, first))).extracting(Firing::key).containsExactly("v2");
  }

  @Test
  void aRunGivesWayWhereThePolicySaysSo() {
    PipelineUnderTest pipeline =
        active(trigger(TriggerRequire.ANY, Duration.ZERO, Optional.of(OverlapPolicy.CANCEL_OTHER)));
    ExecutionId first = run(pipeline, wanted(loaded(pipeline, "sales.out", "v1")).getFirst()).id();

    assertThat(loaded(pipeline, "sales.out", "v2").effects())
        .containsExactly(new StopExecution(first, false));
    assertThat(missed(loaded(pipeline, "sales.out", "v3"))).containsExactly(Missed.Why.OVERTAKEN);
  }

  @Test
  void whatComesDuringAPauseIsOneRunAfterIt() {
    PipelineUnderTest pipeline = any();
    pipeline.tell(new PipelineCommand.Pause(ALICE, Idempotency.NONE));
    loaded(pipeline, "sales.out", "v1");
    loaded(pipeline, "sales.out", "v2");
    assertThat(pipeline.events()).hasExactlyElementsOfTypes(DatasetArrived.class);
    assertThat(pipeline.due()).isEmpty();

    pipeline.tell(new PipelineCommand.Resume(ALICE, Idempotency.NONE));
    assertThat(wanted(pipeline)).extracting(Firing::key).containsExactly("v2");
  }

  @Test
  void whatWaitsIsPreparedAgainUntilItIsARunAndAfterARecovery() {
    PipelineUnderTest pipeline = any();
    loaded(pipeline, "sales.out", "v1");

    assertThat(pipeline.owed()).hasAtLeastOneElementOfType(PrepareFiring.class);
    assertThat(pipeline.due()).contains(pipeline.now().plus(Driving.PREPARE));
    pipeline.pass(Driving.PREPARE).tell(new PipelineCommand.Wake());
    assertThat(wanted(pipeline)).hasSize(1);
    run(pipeline, wanted(pipeline).getFirst());
    assertThat(pipeline.owed()).doesNotHaveAnyElementsOfTypes(PrepareFiring.class);
  }

  @Test
  void aPipelineDoesNotStartItselfAndACircleOfSeveralEnds() {
    PipelineUnderTest pipeline = any();
    loaded(pipeline, "sales.out", "own", Plans.PIPELINE, 200, 0);
    assertThat(wanted(pipeline)).isEmpty();
    assertThat(pipeline.state().triggers().sight("dataset").orElseThrow().problem())
        .hasValueSatisfying(why -> assertThat(why.message()).contains("itself"));

    assertThat(wanted(loaded(pipeline, "sales.out", "19", OTHER, 201, 19))).hasSize(1);
    assertThat(missed(loaded(pipeline, "sales.out", "20", OTHER, 202, 20)))
        .containsExactly(Missed.Why.DEPTH);
  }

  @Test
  void aTriggerThatIsTakenAwayLeavesNobodyWaiting() {
    PipelineUnderTest pipeline = loaded(any(), "sales.out", "v1");

    pipeline.define(Plans.triggered());
    assertThat(missed(pipeline)).containsExactly(Missed.Why.REMOVED);
    assertThat(pipeline.events()).hasAtLeastOneElementOfType(TriggersDriven.class);
    assertThat(pipeline.state().triggers().waiting()).isEmpty();
    assertThat(pipeline.owed()).isEmpty();
  }
}
