package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.port.PipelineCalls;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.view.PipelineFacts;
import ai.matih.pipelines.http.api.view.PipelineView;
import ai.matih.pipelines.http.api.view.RevisionView;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.Revision;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Activate, pause, resume, archive, and the revisions of a pipeline. */
public final class PipelineLifecycle {
  private static final String REVISIONS = Pipelines.ONE + "/revisions";

  private final PipelineCalls pipelines;
  private final PipelineDirectory directory;

  /** Asks the pipelines only. */
  public PipelineLifecycle(PipelineCalls pipelines) {
    this.pipelines = pipelines;
    this.directory = new PipelineDirectory(pipelines);
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
        Operation.get(
            REVISIONS, "listRevisions", Permission.PIPELINES_READ, Set.of(), this::revisions),
        Operation.get(
            REVISIONS + "/{revision}",
            "getRevision",
            Permission.PIPELINES_READ,
            Set.of(),
            this::revision),
        Operation.post(
            REVISIONS + "/{revision}/rollback",
            "rollBackPipeline",
            Permission.PIPELINES_WRITE,
            Body.NONE,
            call ->
                changed(
                    call,
                    new PipelineCommand.RollBack(
                        call.principal(), number(call), call.idempotency()))));
  }

  private Route change(String verb, String operationId, Function<Call, PipelineCommand> command) {
    return Operation.post(
        Pipelines.ONE + "/" + verb,
        operationId,
        Permission.PIPELINES_WRITE,
        Body.NONE,
        call -> changed(call, command.apply(call)));
  }

  private CompletionStage<Answer> changed(Call call, PipelineCommand command) {
    return pipelines
        .ask(call.pipelineId(), command, call.cause())
        .thenApply(
            reply ->
                Answer.ok(
                    PipelineView.of(
                        PipelineFacts.of(PipelineDirectory.pipeline(call.pipelineId(), reply)))));
  }

  private CompletionStage<Answer> revisions(Call call) {
    return directory
        .read(call)
        .thenApply(
            pipeline -> {
              PipelineFacts facts = PipelineFacts.of(pipeline);
              List<RevisionView> newestFirst =
                  facts.revisions().stream()
                      .sorted(Comparator.comparingInt(Revision::number).reversed())
                      .map(one -> RevisionView.of(one, one.equals(facts.live()), false))
                      .toList();
              return Answer.ok(Map.of("data", newestFirst));
            });
  }

  private CompletionStage<Answer> revision(Call call) {
    int number = number(call);
    return directory
        .read(call)
        .thenApply(
            pipeline -> {
              PipelineFacts facts = PipelineFacts.of(pipeline);
              Revision found =
                  facts.revisions().stream()
                      .filter(one -> one.number() == number)
                      .findFirst()
                      .orElseThrow(() -> missing(call));
              return call.accepts("text/plain") || call.accepts("yaml")
                  ? Answer.text("text/plain; charset=utf-8", found.source())
                  : Answer.ok(RevisionView.of(found, found.equals(facts.live()), true));
            });
  }

  private static int number(Call call) {
    try {
      return Integer.parseInt(call.path().get("revision"));
    } catch (NumberFormatException e) {
      throw missing(call);
    }
  }

  private static RuntimeException missing(Call call) {
    return ApiError.notFound("revision", call.path().get("revision")).exception();
  }
}
