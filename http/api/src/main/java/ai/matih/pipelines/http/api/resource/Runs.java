package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.WireName;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.execution.Reuse;
import ai.matih.pipelines.http.api.json.BodyReader;
import ai.matih.pipelines.http.api.port.Definitions;
import ai.matih.pipelines.http.api.port.Definitions.Preparation;
import ai.matih.pipelines.http.api.port.ExecutionCalls;
import ai.matih.pipelines.http.api.port.Health;
import ai.matih.pipelines.http.api.port.PipelineCalls;
import ai.matih.pipelines.http.api.port.RunRecords;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.pipeline.Idempotency;
import ai.matih.pipelines.pipeline.Pipeline;
import ai.matih.pipelines.pipeline.PipelineCommand;
import ai.matih.pipelines.pipeline.PipelineReply;
import ai.matih.pipelines.planning.Plan;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Starts runs: {@code execute} of a pipeline, {@code retry} of an ended run. */
public final class Runs {
  private final PipelineCalls pipelines;
  private final Definitions definitions;
  private final RunRecords records;
  private final Health health;
  private final PipelineDirectory pipelineDirectory;
  private final ExecutionDirectory executionDirectory;

  /** Runs are pinned by {@code definitions} and promised by the pipeline. */
  public Runs(
      PipelineCalls pipelines,
      ExecutionCalls executions,
      Definitions definitions,
      RunRecords records,
      Health health) {
    this.health = health;
    this.pipelines = pipelines;
    this.definitions = definitions;
    this.records = records;
    this.pipelineDirectory = new PipelineDirectory(pipelines);
    this.executionDirectory = new ExecutionDirectory(executions);
  }

  /** The documented request. */
  record ExecuteBody(
      Optional<Map<String, Object>> parameters,
      @JsonProperty("engine_override") Optional<String> engineOverride,
      Optional<String> priority,
      @JsonProperty("override_budget") Optional<Boolean> overrideBudget) {}

  /** From which step on to run again; {@code all}: every step. */
  record RetryBody(
      Optional<String> from,
      Optional<Boolean> all,
      @JsonProperty("override_budget") Optional<Boolean> overrideBudget) {}

  /** The documented answer. */
  record StartedView(
      String executionId,
      String pipelineId,
      int revision,
      String status,
      String engine,
      long estimatedDurationMs,
      Instant submittedAt) {}

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.post(
            Pipelines.ONE + "/execute",
            "executePipeline",
            Permission.PIPELINES_EXECUTE,
            Body.JSON,
            call -> {
              requireRoom();
              return execute(call);
            }),
        Operation.post(
            Executions.ONE + "/retry",
            "retryExecution",
            Permission.PIPELINES_EXECUTE,
            Body.JSON,
            call -> {
              requireRoom();
              return retry(call);
            }));
  }

  /** A run that could not write is better refused than accepted and stuck. */
  private void requireRoom() {
    Health.Part disk = health.parts().get(Health.DISK);
    if (disk != null && !disk.up()) {
      throw ApiError.of(
              ErrorCode.SERVICE_UNAVAILABLE,
              "No run can start now: " + disk.reason().orElse("the disk is full") + ".")
          .remedy("Make room there, then start it again; runs that were accepted go on.")
          .exception();
    }
  }

  private CompletionStage<Answer> execute(Call call) {
    ExecuteBody body = call.read(ExecuteBody.class);
    Optional<EngineKind> engine =
        body.engineOverride().map(text -> constant("engine_override", text, EngineKind.class));
    Priority priority =
        body.priority()
            .map(text -> constant("priority", text, Priority.class))
            .orElse(Priority.NORMAL);
    Map<String, Object> parameters = body.parameters().orElse(Map.of());
    return pipelineDirectory
        .read(call)
        .thenCompose(
            pipeline -> {
              return definitions
                  .prepare(call.tenant(), pipeline.live(), withoutNulls(parameters), engine)
                  .thenCompose(
                      preparation -> {
                        Preparation.Ready ready = ready(preparation);
                        return start(
                            call,
                            pipeline.id().orElseThrow(),
                            ready.plan(),
                            command(
                                call,
                                pipeline,
                                ready,
                                priority,
                                body.overrideBudget().orElse(false)));
                      });
            });
  }

  /** What can start; the error that it is otherwise. */
  static Preparation.Ready ready(Preparation preparation) {
    return switch (preparation) {
      case Preparation.Ready ready -> ready;
      case Preparation.Blocked blocked ->
          throw ApiError.of(ErrorCode.CONFLICT, "The pipeline is blocked: something is missing.")
              .with("reason", "BLOCKED")
              .with("blockers", blocked.plan().blockers())
              .remedy("Do what each blocker's remedy says.")
              .exception();
      case Preparation.Invalid invalid ->
          throw DefinitionReading.invalid("The run cannot start so.", invalid.problems());
    };
  }

  private static PipelineCommand command(
      Call call,
      Pipeline pipeline,
      Preparation.Ready ready,
      Priority priority,
      boolean overrideBudget) {
    Idempotency idempotency = call.idempotency();
    return new PipelineCommand.Execute(
        call.principal(),
        executionId(pipeline.id().orElseThrow(), idempotency),
        pipeline.live().number(),
        ready.plan(),
        ready.parameters(),
        ready.values(),
        ready.connections(),
        priority,
        ready.prices(),
        overrideBudget,
        idempotency);
  }

  private CompletionStage<Answer> retry(Call call) {
    RetryBody body = call.read(RetryBody.class);
    boolean all = body.all().orElse(false);
    if (all && body.from().isPresent()) {
      throw BodyReader.problem(
          "contradiction",
          "from",
          0,
          0,
          "from and all exclude each other.",
          "Give one of them, or neither to run again what did not succeed.");
    }
    return executionDirectory
        .read(call)
        .thenCompose(
            ended -> {
              if (!ended.status().ended()) {
                throw ApiError.of(
                        ErrorCode.CONFLICT, "The run has not ended; it is " + ended.status() + ".")
                    .remedy("Wait for its end, or cancel it first.")
                    .exception();
              }
              return definitions
                  .connections(call.tenant(), ended.plan())
                  .thenCombine(
                      records.gone(ended),
                      (connections, gone) ->
                          again(
                              call,
                              ended,
                              connections,
                              reused(ended, body.from(), all, connections, gone),
                              body.overrideBudget().orElse(false)))
                  .thenCompose(
                      command -> start(call, ended.pinned().pipeline(), ended.plan(), command));
            });
  }

  /** By equal fingerprints: a step whose connection changed, or whose rows are gone, runs again. */
  private static Map<String, StepResult> reused(
      Execution ended,
      Optional<String> from,
      boolean all,
      Map<String, ConnectionRevision> connections,
      Set<String> gone) {
    try {
      return Reuse.of(ended, from, all, connections, gone);
    } catch (IllegalArgumentException e) {
      throw BodyReader.problem(
          "unknown_step", "from", 0, 0, "The run has " + e.getMessage() + ".", "Give one of them.");
    }
  }

  private static PipelineCommand again(
      Call call,
      Execution ended,
      Map<String, ConnectionRevision> connections,
      Map<String, StepResult> reused,
      boolean overrideBudget) {
    Idempotency idempotency = call.idempotency();
    return new PipelineCommand.Retry(
        call.principal(),
        executionId(ended.pinned().pipeline(), idempotency),
        ended.pinned(),
        connections,
        reused,
        overrideBudget,
        idempotency);
  }

  private CompletionStage<Answer> start(
      Call call, PipelineId pipeline, Plan plan, PipelineCommand command) {
    return start(pipelines, call.cause(), pipeline, plan, command);
  }

  /** Asks for a run; answers when its start is journaled. */
  static CompletionStage<Answer> start(
      PipelineCalls pipelines,
      Cause cause,
      PipelineId pipeline,
      Plan plan,
      PipelineCommand command) {
    return pipelines
        .ask(pipeline, command, cause)
        .thenApply(
            reply ->
                switch (reply) {
                  case PipelineReply.Ticketed ticketed -> accepted(pipeline, plan, ticketed);
                  case PipelineReply.Refused refused -> throw Refusals.of(refused);
                  case PipelineReply.Gone ignored -> throw Refusals.gone(pipeline.value());
                  case PipelineReply.Noted noted -> throw Refusals.unexpected(noted);
                  case PipelineReply.Met met -> throw Refusals.unexpected(met);
                  case PipelineReply.NotFound ignored ->
                      throw ApiError.notFound("pipeline", pipeline.value()).exception();
                  case PipelineReply.View ignored -> throw Refusals.unexpected(reply);
                  case PipelineReply.Accepted ignored -> throw Refusals.unexpected(reply);
                });
  }

  static Answer accepted(PipelineId pipeline, Plan plan, PipelineReply.Ticketed ticketed) {
    String id = ticketed.execution().value();
    return Answer.json(
            202,
            new StartedView(
                id,
                pipeline.value(),
                ticketed.revision(),
                ExecutionStatus.QUEUED.name(),
                plan.engine().chosen().wireName(),
                plan.estimate().duration().toMillis(),
                ticketed.submittedAt()))
        .with("Location", Executions.ALL + "/" + id);
  }

  /** The same key is the same run; without one every call is a run of its own. */
  private static ExecutionId executionId(PipelineId pipeline, Idempotency idempotency) {
    return ExecutionId.of(
        pipeline, idempotency.key().orElseGet(() -> UUID.randomUUID().toString()));
  }

  private static Map<String, Object> withoutNulls(Map<String, Object> parameters) {
    return parameters.entrySet().stream()
        .filter(entry -> entry.getValue() != null)
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static <E extends Enum<E>> E constant(String field, String text, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (wire(constant).equals(text)) {
        return constant;
      }
    }
    String known =
        Arrays.stream(type.getEnumConstants()).map(Runs::wire).collect(Collectors.joining(", "));
    throw BodyReader.problem(
        "unknown_value",
        field,
        0,
        0,
        field + " cannot be " + text + ".",
        "Give one of: " + known + ".");
  }

  private static String wire(Enum<?> constant) {
    return constant instanceof WireName named ? named.wireName() : constant.name();
  }
}
