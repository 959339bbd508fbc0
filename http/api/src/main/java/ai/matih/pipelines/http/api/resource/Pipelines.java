package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.port.Definitions;
import ai.matih.pipelines.http.api.port.Lists;
import ai.matih.pipelines.http.api.port.NextLooks;
import ai.matih.pipelines.http.api.port.PipelineCalls;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.view.PageView;
import ai.matih.pipelines.http.api.view.PipelineView;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.persistence.query.Position;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineCommand.Description;
import ai.matih.pipelines.pipeline.PipelineReply;
import ai.matih.pipelines.pipeline.PipelineStatus;
import ai.matih.pipelines.trigger.Watch;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code /v1/pipelines}: create, list, read, update, delete. */
public final class Pipelines {
  static final String ALL = "/v1/pipelines";
  static final String ONE = "/v1/pipelines/{pipelineId}";

  private final PipelineCalls pipelines;
  private final Lists lists;
  private final NextLooks looks;
  private final DefinitionReading reading;
  private final PipelineDirectory directory;
  private final Clock clock;

  /**
   * Definitions are read and planned by {@code definitions}; {@code clock} says as of when
   * pipelines are shown.
   */
  public Pipelines(
      PipelineCalls pipelines, Lists lists, NextLooks looks, Definitions definitions, Clock clock) {
    this.looks = looks;
    this.clock = clock;
    this.pipelines = pipelines;
    this.lists = lists;
    this.reading = new DefinitionReading(definitions);
    this.directory = new PipelineDirectory(pipelines);
  }

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.of(
            "POST",
            ALL,
            "createPipeline",
            Permission.PIPELINES_WRITE,
            Set.of("paused"),
            Body.DEFINITION,
            this::create),
        Operation.get(
            ALL,
            "listPipelines",
            Permission.PIPELINES_READ,
            Set.of("name", "tags", "status", "page", "size", "cursor"),
            this::list),
        Operation.get(ONE, "getPipeline", Permission.PIPELINES_READ, Set.of(), this::read),
        Operation.of(
            "PUT",
            ONE,
            "updatePipeline",
            Permission.PIPELINES_WRITE,
            Set.of(),
            Body.DEFINITION,
            this::update),
        Operation.of(
            "DELETE",
            ONE,
            "deletePipeline",
            Permission.PIPELINES_DELETE,
            Set.of(),
            Body.NONE,
            this::delete));
  }

  private CompletionStage<Answer> create(Call call) {
    boolean activate = call.query().flag("paused").map(paused -> !paused).orElse(false);
    Idempotency idempotency = call.idempotency();
    return reading
        .read(call)
        .thenCompose(
            read ->
                reading
                    .propose(call, read)
                    .thenCompose(
                        proposal ->
                            directory.atFirstOf(
                                call.principal(),
                                read.description().name(),
                                id ->
                                    pipelines.ask(
                                        id,
                                        new PipelineCommand.Create(
                                            call.principal(),
                                            id,
                                            read.description(),
                                            proposal,
                                            idempotency),
                                        call.cause()))))
        .thenCompose(
            reply -> activate ? activated(call, reply) : CompletableFuture.completedStage(reply))
        .thenApply(
            reply -> {
              PipelineView view = view(call, reply);
              return Answer.json(201, view).with("Location", ALL + "/" + view.pipelineId());
            });
  }

  private CompletionStage<PipelineReply> activated(Call call, PipelineReply reply) {
    if (!(reply instanceof PipelineReply.Accepted accepted)) {
      return CompletableFuture.completedStage(reply);
    }
    if (accepted.pipeline().status() != PipelineStatus.CREATED) {
      return CompletableFuture.completedStage(reply);
    }
    return pipelines.ask(
        accepted.pipeline().id().orElseThrow(),
        new PipelineCommand.Activate(call.principal(), Idempotency.NONE),
        call.cause());
  }

  private PipelineView view(Call call, PipelineReply reply) {
    return switch (reply) {
      case PipelineReply.Accepted accepted -> view(accepted.pipeline());
      case PipelineReply.Refused refused -> throw Refusals.of(refused);
      case PipelineReply.View ignored -> throw Refusals.unexpected(reply);
      case PipelineReply.Ticketed ignored -> throw Refusals.unexpected(reply);
      case PipelineReply.NotFound ignored -> throw Refusals.unexpected(reply);
      case PipelineReply.Gone ignored -> throw Refusals.unexpected(reply);
      case PipelineReply.Noted ignored -> throw Refusals.unexpected(reply);
      case PipelineReply.Met ignored -> throw Refusals.unexpected(reply);
    };
  }

  private PipelineView view(Pipeline pipeline) {
    return PipelineView.of(pipeline, clock.instant());
  }

  private CompletionStage<Answer> list(Call call) {
    PageView.Wanted wanted = PageView.Wanted.of(call.query());
    Set<String> tags = call.query().texts("tags");
    Set<PipelineStatus> statuses = call.query().constants("status", PipelineStatus.class);
    Optional<String> name = call.query().text("name");
    if (name.isPresent()) {
      return named(call, name.get(), wanted, tags, statuses);
    }
    Lists.PipelineFilter filter = new Lists.PipelineFilter(tags, statuses);
    return wanted
        .cursor()
        .map(
            cursor ->
                lists
                    .pipelinesBehind(call.tenant(), filter, cursor.position(), wanted.size() + 1)
                    .thenApply(
                        rows ->
                            PageView.behind(
                                wanted, cursor, rows, PipelineView::of, Pipelines::position)))
        .orElseGet(
            () ->
                lists
                    .pipelines(call.tenant(), filter, wanted.page(), wanted.size())
                    .thenApply(
                        page -> PageView.of(wanted, page, PipelineView::of, Pipelines::position)))
        .thenApply(Answer::ok);
  }

  private static Position position(Lists.PipelineRow row) {
    return new Position(row.createdAt(), row.id().value());
  }

  /** By name there is one at most, and the entity itself knows it: such a list never lags. */
  private CompletionStage<Answer> named(
      Call call,
      String name,
      PageView.Wanted wanted,
      Set<String> tags,
      Set<PipelineStatus> statuses) {
    return directory
        .named(call.principal(), name, call.cause())
        .thenApply(
            found -> {
              List<Pipeline> kept =
                  found.stream()
                      .filter(one -> describe(one).tags().containsAll(tags))
                      .filter(one -> statuses.isEmpty() || statuses.contains(one.status()))
                      .toList();
              List<Pipeline> onPage = wanted.page() == 0 ? kept : List.of();
              return Answer.ok(
                  PageView.of(wanted, new Lists.Page<>(onPage, kept.size()), this::view));
            });
  }

  private CompletionStage<Answer> read(Call call) {
    return directory
        .read(call)
        .thenCompose(
            pipeline ->
                looks
                    .ofTriggers(pipeline.id().orElseThrow().value(), looking(pipeline))
                    .thenApply(
                        next -> Answer.ok(PipelineView.of(pipeline, clock.instant(), next))));
  }

  private static Set<String> looking(Pipeline pipeline) {
    return pipeline.triggers().watches().stream()
        .filter(Watch::polled)
        .map(Watch::trigger)
        .collect(Collectors.toUnmodifiableSet());
  }

  private CompletionStage<Answer> update(Call call) {
    Idempotency idempotency = call.idempotency();
    return directory
        .read(call)
        .thenCompose(
            live ->
                reading
                    .read(call)
                    .thenCompose(
                        read -> {
                          keepsItsName(live, read);
                          return reading
                              .propose(call, read)
                              .thenCompose(
                                  proposal ->
                                      pipelines.ask(
                                          call.pipelineId(),
                                          new PipelineCommand.Update(
                                              call.principal(),
                                              read.description(),
                                              proposal,
                                              idempotency),
                                          call.cause()));
                        }))
        .thenApply(reply -> Answer.ok(view(PipelineDirectory.pipeline(call.pipelineId(), reply))));
  }

  private static void keepsItsName(Pipeline live, DefinitionReading.Read read) {
    if (!describe(live).name().equals(read.description().name())) {
      throw ApiError.of(
              ErrorCode.VALIDATION_FAILED,
              "The pipeline is called " + describe(live).name() + " and keeps its name.")
          .remedy("Create another pipeline for another name.")
          .exception();
    }
  }

  private static Description describe(Pipeline pipeline) {
    return pipeline.description().orElseThrow();
  }

  private CompletionStage<Answer> delete(Call call) {
    return pipelines
        .ask(
            call.pipelineId(),
            new PipelineCommand.Delete(call.principal(), call.idempotency()),
            call.cause())
        .thenApply(
            reply -> {
              PipelineDirectory.pipeline(call.pipelineId(), reply);
              return Answer.empty();
            });
  }
}
