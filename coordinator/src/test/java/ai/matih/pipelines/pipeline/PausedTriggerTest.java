package ai.matih.pipelines.pipeline;

import static ai.matih.pipelines.pipeline.PipelineUnderTest.ALICE;
import static ai.matih.pipelines.pipeline.PipelineUnderTest.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.FileRuns;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.definition.TriggerRequire;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.pipeline.PipelineCommand.ChangeTrigger;
import ai.matih.pipelines.pipeline.PipelineCommand.TriggerChange;
import ai.matih.pipelines.pipeline.PipelineEffect.LookFor;
import ai.matih.pipelines.pipeline.PipelineEffect.LookNoMore;
import ai.matih.pipelines.pipeline.PipelineEffect.PrepareFiring;
import ai.matih.pipelines.pipeline.PipelineEvent.DatasetArrived;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerFired;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerPaused;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerResumed;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggersDriven;
import ai.matih.pipelines.trigger.Evidence;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One trigger rests while the others and the pipeline go on. */
class PausedTriggerTest {
  private static final PipelineId OTHER = PipelineId.of(Plans.TENANT, "other", 0);

  private static final Trigger FILES =
      new Trigger.File(
          Optional.of("files"),
          "IN",
          Optional.empty(),
          Optional.empty(),
          FileRuns.FILE,
          Duration.ZERO,
          true,
          Map.of(),
          Duration.ofMinutes(1),
          Optional.empty(),
          Optional.empty());
  private static final Trigger SALES =
      new Trigger.Dataset(
          Optional.of("sales"),
          List.of("sales.out"),
          TriggerRequire.ANY,
          Duration.ZERO,
          Optional.empty(),
          Optional.empty());
  private static final Trigger HOOK =
      new Trigger.Webhook(
          Optional.of("hook"), Optional.of("HOOK"), Optional.empty(), Optional.empty());

  private static PipelineUnderTest active() {
    return PipelineUnderTest.created()
        .define(Plans.triggered(FILES, SALES, HOOK))
        .tell(new PipelineCommand.Activate(ALICE, Idempotency.NONE));
  }

  private static PipelineUnderTest change(
      PipelineUnderTest pipeline, String trigger, TriggerChange change) {
    return pipeline.tell(new ChangeTrigger(ALICE, trigger, change, Idempotency.NONE));
  }

  private static PipelineUnderTest pause(PipelineUnderTest pipeline, String trigger) {
    return change(pipeline, trigger, TriggerChange.PAUSE);
  }

  private static PipelineUnderTest resume(PipelineUnderTest pipeline, String trigger) {
    return change(pipeline, trigger, TriggerChange.RESUME);
  }

  private static PipelineUnderTest found(PipelineUnderTest pipeline, String file, int round) {
    return pipeline.tell(
        new PipelineCommand.Looked(
            "files",
            "file IN ",
            round,
            Optional.of("after " + file),
            Map.of(file, "1"),
            List.of(),
            List.of(
                new Firing(
                    "files",
                    file,
                    pipeline.now(),
                    Map.of(),
                    new Evidence.Files(List.of(new Evidence.SeenFile(file, 1, pipeline.now()))),
                    1)),
            Optional.empty()));
  }

  private static PipelineUnderTest loaded(PipelineUnderTest pipeline, String version, long place) {
    return pipeline.tell(
        new PipelineCommand.DatasetLoaded(
            Set.of("sales.out"),
            "db.public.out",
            OTHER,
            ExecutionId.of(OTHER, version),
            version,
            pipeline.now(),
            place,
            0));
  }

  @Test
  void aPausedTriggerDoesNotLookAndGoesOnFromWhereItStopped() {
    PipelineUnderTest pipeline = active();
    found(pipeline, "a.csv", 0);
    assertThat(pause(pipeline, "files").events())
        .hasExactlyElementsOfTypes(TriggerPaused.class, TriggersDriven.class);
    assertThat(pipeline.state().triggers().watches())
        .extracting(Watch::trigger)
        .containsExactly("sales");

    assertThat(pipeline.tell(new PipelineCommand.Look("files")).effects())
        .containsExactly(new LookNoMore("files"));
    // a look that was under way when it was paused is void: what it found is found again
    assertThat(found(pipeline, "b.csv", 1).events()).isEmpty();

    assertThat(resume(pipeline, "files").events())
        .hasExactlyElementsOfTypes(TriggerResumed.class, TriggersDriven.class);
    pipeline.tell(new PipelineCommand.Look("files"));
    assertThat(((LookFor) pipeline.effects().getFirst()).sight().position())
        .contains("after a.csv");
    assertThat(found(pipeline, "b.csv", 1).events()).hasAtLeastOneElementOfType(TriggerFired.class);
  }

  @Test
  void whatItFoundBeforeWaitsWithIt() {
    PipelineUnderTest pipeline = active();
    found(pipeline, "a.csv", 0);
    pause(pipeline, "files");

    assertThat(pipeline.owed()).isEmpty();
    pipeline.tell(
        new PipelineCommand.FiringPrepared(
            "files",
            "a.csv",
            pipeline.state().revisions().size(),
            Optional.of(new PipelineCommand.Pinned(PLAN, Map.of(), Map.of(), PriceBook.DEFAULT)),
            ""));
    assertThat(pipeline.events()).isEmpty();

    assertThat(resume(pipeline, "files").effects()).hasExactlyElementsOfTypes(PrepareFiring.class);
  }

  @Test
  void datasetsThatAreNewMeanwhileAreOneRunAndOtherTriggersGoOn() {
    PipelineUnderTest pipeline = pause(active(), "sales");
    assertThat(loaded(pipeline, "v1", 7).events()).hasExactlyElementsOfTypes(DatasetArrived.class);
    loaded(pipeline, "v2", 8);
    assertThat(pipeline.due()).isEmpty();
    assertThat(found(pipeline, "a.csv", 0).events()).hasAtLeastOneElementOfType(TriggerFired.class);

    assertThat(resume(pipeline, "sales").events())
        .filteredOn(TriggerFired.class::isInstance)
        .extracting(one -> ((TriggerFired) one).firing().key())
        .containsExactly("v2");
  }

  @Test
  void callsOfAPausedHookAreRefused() {
    PipelineUnderTest pipeline = pause(active(), "hook");
    pipeline.tell(
        new PipelineCommand.Called(
            ALICE,
            Plans.PIPELINE,
            new Firing(
                "hook",
                "d1",
                pipeline.now(),
                Map.of(),
                new Evidence.Call(Optional.of("d1"), "c-1"),
                1),
            pipeline.state().revisions().size(),
            new PipelineCommand.Pinned(PLAN, Map.of(), Map.of(), PriceBook.DEFAULT)));
    assertThat(pipeline.refusal()).isEqualTo("TRIGGER_PAUSED");
  }

  @Test
  void thePauseOutlivesARevisionAndThePipelinesOwnButNotTheTrigger() {
    PipelineUnderTest pipeline = pause(active(), "files");
    assertThat(pause(pipeline, "files").changed()).isFalse();
    pipeline.tell(new PipelineCommand.Pause(ALICE, Idempotency.NONE));
    pipeline.tell(new PipelineCommand.Resume(ALICE, Idempotency.NONE));
    pipeline.define(Plans.triggered(FILES, HOOK));
    assertThat(pipeline.state().triggers().paused()).containsOnlyKeys("files");

    pipeline.define(Plans.triggered(HOOK));
    assertThat(pipeline.state().triggers().paused()).isEmpty();
    assertThat(pause(pipeline, "files").refusal()).isEqualTo("UNKNOWN_TRIGGER");
  }
}
