package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.port.PipelineCalls;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.view.RevisionView;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.Revision;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The revisions of a pipeline: list, read, roll back to one. */
public final class Revisions {
  private static final String ALL = Pipelines.ONE + "/revisions";

  private final PipelineCalls pipelines;
  private final PipelineDirectory directory;
  private final Clock clock;

  /** Asks the pipelines only; {@code clock} says as of when they are shown. */
  public Revisions(PipelineCalls pipelines, Clock clock) {
    this.clock = clock;
    this.pipelines = pipelines;
    this.directory = new PipelineDirectory(pipelines);
  }

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.get(ALL, "listRevisions", Permission.PIPELINES_READ, Set.of(), this::list),
        Operation.get(
            ALL + "/{revision}", "getRevision", Permission.PIPELINES_READ, Set.of(), this::read),
        Operation.post(
            ALL + "/{revision}/rollback",
            "rollBackPipeline",
            Permission.PIPELINES_WRITE,
            Body.NONE,
            this::rollBack));
  }

  private CompletionStage<Answer> list(Call call) {
    return directory
        .read(call)
        .thenApply(
            pipeline -> {
              List<RevisionView> newestFirst =
                  pipeline.revisions().reversed().stream()
                      .map(one -> RevisionView.of(one, isLive(pipeline, one), false))
                      .toList();
              return Answer.ok(Map.of("data", newestFirst));
            });
  }

  private CompletionStage<Answer> read(Call call) {
    int number = number(call);
    return directory
        .read(call)
        .thenApply(
            pipeline -> {
              Revision found = pipeline.revision(number).orElseThrow(() -> missing(call));
              return call.accepts("text/plain") || call.accepts("yaml")
                  ? Answer.text("text/plain; charset=utf-8", found.source())
                  : Answer.ok(RevisionView.of(found, isLive(pipeline, found), true));
            });
  }

  private CompletionStage<Answer> rollBack(Call call) {
    return LifecycleChanges.changed(
        pipelines,
        call,
        new PipelineCommand.RollBack(call.principal(), number(call), call.idempotency()),
        clock);
  }

  private static boolean isLive(Pipeline pipeline, Revision revision) {
    return revision.number() == pipeline.live().number();
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
