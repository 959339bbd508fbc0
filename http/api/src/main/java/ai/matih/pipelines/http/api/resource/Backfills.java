package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.json.BodyReader;
import ai.matih.pipelines.http.api.port.Definitions;
import ai.matih.pipelines.http.api.port.Definitions.Preparation;
import ai.matih.pipelines.http.api.port.PipelineCalls;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.view.BackfillView;
import ai.matih.pipelines.identity.BackfillId;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineCommand.BackfillChange;
import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.BackfillRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Backfills: a range of intervals of a pipeline, run apart from its schedule. */
public final class Backfills {
  private static final String OF_PIPELINE = Pipelines.ONE + "/backfills";
  private static final String ONE = "/v1/backfills/{backfillId}";

  private final PipelineCalls pipelines;
  private final Definitions definitions;
  private final PipelineDirectory directory;
  private final Clock clock;

  /** An interval counts once {@code clock} has passed its end. */
  public Backfills(PipelineCalls pipelines, Definitions definitions, Clock clock) {
    this.pipelines = pipelines;
    this.definitions = definitions;
    this.directory = new PipelineDirectory(pipelines);
    this.clock = clock;
  }

  /** Newest first. */
  record ListView(List<BackfillView> data) {}

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.post(
            OF_PIPELINE, "startBackfill", Permission.PIPELINES_EXECUTE, Body.JSON, this::start),
        Operation.get(
            OF_PIPELINE, "listBackfills", Permission.PIPELINES_READ, Set.of(), this::list),
        Operation.get(ONE, "getBackfill", Permission.PIPELINES_READ, Set.of(), this::get),
        change("pause", "pauseBackfill", BackfillChange.PAUSE),
        change("resume", "resumeBackfill", BackfillChange.RESUME),
        change("cancel", "cancelBackfill", BackfillChange.CANCEL),
        change("retry", "retryBackfill", BackfillChange.RETRY));
  }

  private Route change(String verb, String operationId, BackfillChange change) {
    return Operation.post(
        ONE + "/" + verb,
        operationId,
        Permission.PIPELINES_EXECUTE,
        Body.NONE,
        call -> changed(call, change));
  }

  private CompletionStage<Answer> start(Call call) {
    BackfillBody body = call.read(BackfillBody.class);
    Instant now = clock.instant();
    return directory
        .read(call)
        .thenCompose(
            pipeline -> {
              PipelineId id = pipeline.id().orElseThrow();
              BackfillRequest request = body.request(pipeline, now);
              int total = request.intervals(BackfillRequest.MOST + 1).size();
              if (total > BackfillRequest.MOST) {
                throw BodyReader.problem(
                    "too_many_intervals",
                    "to",
                    0,
                    0,
                    "The range has more than " + BackfillRequest.MOST + " intervals.",
                    "Split it.");
              }
              Idempotency key = call.idempotency();
              BackfillId backfill =
                  BackfillId.of(id, key.key().orElseGet(() -> UUID.randomUUID().toString()));
              if (body.dryRun().orElse(false)) {
                return CompletableFuture.completedStage(
                    Answer.ok(
                        BackfillView.planned(
                            Backfill.begun(
                                backfill, request, total, call.principal().subject(), now))));
              }
              return definitions
                  .prepare(call.tenant(), pipeline.live(), request.parameters(), Optional.empty())
                  .thenCompose(
                      prepared -> {
                        canRun(prepared);
                        return pipelines.ask(
                            id,
                            new PipelineCommand.StartBackfill(
                                call.principal(),
                                backfill,
                                request,
                                total,
                                body.allowAppend().orElse(false),
                                key),
                            call.cause());
                      })
                  .thenApply(
                      reply -> {
                        BackfillView view = view(PipelineDirectory.pipeline(id, reply), backfill);
                        return Answer.json(202, view)
                            .with("Location", "/v1/backfills/" + view.backfillId());
                      });
            });
  }

  /** What no interval could run with is better said now. */
  private static void canRun(Preparation prepared) {
    switch (prepared) {
      case Preparation.Ready ignored -> {}
      case Preparation.Blocked blocked ->
          throw ApiError.of(ErrorCode.CONFLICT, "The pipeline is blocked: something is missing.")
              .with("reason", "BLOCKED")
              .with("blockers", blocked.plan().blockers())
              .remedy("Do what each blocker's remedy says.")
              .exception();
      case Preparation.Invalid invalid ->
          throw DefinitionReading.invalid("The runs cannot start so.", invalid.problems());
    }
  }

  private CompletionStage<Answer> list(Call call) {
    return directory
        .read(call)
        .thenApply(
            pipeline ->
                Answer.ok(
                    new ListView(
                        pipeline.backfills().reversed().stream().map(BackfillView::of).toList())));
  }

  private CompletionStage<Answer> get(Call call) {
    BackfillId id = id(call);
    return pipelines
        .ask(id.pipeline(), new PipelineCommand.Read(call.principal()), call.cause())
        .thenApply(reply -> Answer.ok(view(PipelineDirectory.pipeline(id.pipeline(), reply), id)));
  }

  private CompletionStage<Answer> changed(Call call, BackfillChange change) {
    BackfillId id = id(call);
    return pipelines
        .ask(id.pipeline(), new PipelineCommand.Read(call.principal()), call.cause())
        .thenCompose(
            reply -> {
              view(PipelineDirectory.pipeline(id.pipeline(), reply), id);
              return pipelines.ask(
                  id.pipeline(),
                  new PipelineCommand.ChangeBackfill(
                      call.principal(), id, change, call.idempotency()),
                  call.cause());
            })
        .thenApply(reply -> Answer.ok(view(PipelineDirectory.pipeline(id.pipeline(), reply), id)));
  }

  private static BackfillView view(Pipeline pipeline, BackfillId id) {
    return pipeline
        .backfill(id)
        .map(BackfillView::of)
        .orElseThrow(() -> ApiError.notFound("backfill", id.value()).exception());
  }

  private static BackfillId id(Call call) {
    String text = call.path().get("backfillId");
    return BackfillId.parse(text)
        .orElseThrow(() -> ApiError.notFound("backfill", text).exception());
  }
}
