package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.execution.Awaited;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Gate;
import ai.matih.pipelines.http.api.port.ExecutionCalls;
import ai.matih.pipelines.http.api.port.Lists;
import ai.matih.pipelines.http.api.port.NextLooks;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.view.ExecutionView;
import ai.matih.pipelines.http.api.view.PageView;
import ai.matih.pipelines.http.api.view.StepView;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.persistence.query.Position;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code /v1/pipelines/executions}: list and read runs. */
public final class Executions {
  static final String ALL = "/v1/pipelines/executions";
  static final String ONE = "/v1/pipelines/executions/{executionId}";

  private final Lists lists;
  private final NextLooks looks;
  private final Clock clock;
  private final ExecutionDirectory directory;

  /** {@code clock} says how long a run has taken so far. */
  public Executions(ExecutionCalls executions, Lists lists, NextLooks looks, Clock clock) {
    this.lists = lists;
    this.looks = looks;
    this.clock = clock;
    this.directory = new ExecutionDirectory(executions);
  }

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.get(
            ALL,
            "listExecutions",
            Permission.PIPELINES_READ,
            Set.of("pipelineId", "status", "since", "page", "size", "cursor"),
            this::list),
        Operation.get(ONE, "getExecution", Permission.PIPELINES_READ, Set.of(), this::read),
        Operation.get(
            ONE + "/steps", "listSteps", Permission.PIPELINES_READ, Set.of(), this::steps));
  }

  private CompletionStage<Answer> list(Call call) {
    PageView.Wanted wanted = PageView.Wanted.of(call.query());
    Lists.ExecutionFilter filter =
        new Lists.ExecutionFilter(
            call.query().text("pipelineId").map(Executions::pipelineId),
            call.query().constants("status", ExecutionStatus.class),
            call.query().instant("since"));
    return wanted
        .cursor()
        .map(
            cursor ->
                lists
                    .executionsBehind(call.tenant(), filter, cursor.position(), wanted.size() + 1)
                    .thenApply(
                        rows ->
                            PageView.behind(
                                wanted, cursor, rows, ExecutionView.Row::of, Executions::position)))
        .orElseGet(
            () ->
                lists
                    .executions(call.tenant(), filter, wanted.page(), wanted.size())
                    .thenApply(
                        page ->
                            PageView.of(wanted, page, ExecutionView.Row::of, Executions::position)))
        .thenApply(Answer::ok);
  }

  private static Position position(Lists.ExecutionRow row) {
    return new Position(row.submittedAt(), row.id().value());
  }

  private CompletionStage<Answer> read(Call call) {
    return directory
        .read(call)
        .thenCompose(
            execution ->
                looks
                    .ofGates(execution.pinned().id().value(), awaiting(execution))
                    .thenApply(
                        next -> Answer.ok(ExecutionView.of(execution, clock.instant(), next))));
  }

  private static Set<String> awaiting(Execution execution) {
    return execution.gates().values().stream()
        .filter(gate -> gate.state() == Gate.State.OPEN && !execution.status().ended())
        .filter(gate -> Awaited.at(gate, execution.pinned()).isPresent())
        .map(Gate::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private CompletionStage<Answer> steps(Call call) {
    return directory
        .read(call)
        .thenApply(execution -> Answer.ok(Map.of("data", StepView.of(execution))));
  }

  private static PipelineId pipelineId(String text) {
    Optional<PipelineId> id = PipelineId.parse(text);
    return id.orElseThrow(
        () -> ApiError.parameter("pipelineId", text, "the id of a pipeline").exception());
  }
}
