package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.port.PipelineCalls;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.view.PipelineView;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineCommand.TriggerChange;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Activate, pause, resume and archive a pipeline; pause and resume one of its triggers. */
public final class LifecycleChanges {
  private final PipelineCalls pipelines;
  private final Clock clock;

  /** Asks the pipelines only; {@code clock} says as of when they are shown. */
  public LifecycleChanges(PipelineCalls pipelines, Clock clock) {
    this.pipelines = pipelines;
    this.clock = clock;
  }

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        change(
            "activate",
            "activatePipeline",
            call -> new PipelineCommand.Activate(call.principal(), call.idempotency())),
        change(
            "pause",
            "pausePipeline",
            call -> new PipelineCommand.Pause(call.principal(), call.idempotency())),
        change(
            "resume",
            "resumePipeline",
            call -> new PipelineCommand.Resume(call.principal(), call.idempotency())),
        change(
            "archive",
            "archivePipeline",
            call -> new PipelineCommand.Archive(call.principal(), call.idempotency())),
        trigger("pause", "pauseTrigger", TriggerChange.PAUSE),
        trigger("resume", "resumeTrigger", TriggerChange.RESUME));
  }

  private Route trigger(String verb, String operationId, TriggerChange change) {
    return change(
        "triggers/{triggerName}/" + verb,
        operationId,
        call ->
            new PipelineCommand.ChangeTrigger(
                call.principal(), call.path().get("triggerName"), change, call.idempotency()));
  }

  private Route change(String verb, String operationId, Function<Call, PipelineCommand> command) {
    return Operation.post(
        Pipelines.ONE + "/" + verb,
        operationId,
        Permission.PIPELINES_WRITE,
        Body.NONE,
        call -> changed(pipelines, call, command.apply(call), clock));
  }

  /** Sends a change to the pipeline that the path names; answers with its new state. */
  static CompletionStage<Answer> changed(
      PipelineCalls pipelines, Call call, PipelineCommand command, Clock clock) {
    return pipelines
        .ask(call.pipelineId(), command, call.cause())
        .thenApply(
            reply ->
                Answer.ok(
                    PipelineView.of(
                        PipelineDirectory.pipeline(call.pipelineId(), reply), clock.instant())));
  }
}
