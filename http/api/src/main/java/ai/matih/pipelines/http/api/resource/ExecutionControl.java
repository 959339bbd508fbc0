package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionCommand.Resolution;
import ai.matih.pipelines.execution.ExecutionCommand.Verdict;
import ai.matih.pipelines.http.api.json.BodyReader;
import ai.matih.pipelines.http.api.port.ExecutionCalls;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.view.ExecutionView;
import ai.matih.pipelines.identity.Permission;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** What a person does to a run: cancel, abandon, approve, reject, resolve. */
public final class ExecutionControl {
  private final Clock clock;
  private final ExecutionDirectory directory;

  /** {@code clock} says how long a run has taken so far. */
  public ExecutionControl(ExecutionCalls executions, Clock clock) {
    this.clock = clock;
    this.directory = new ExecutionDirectory(executions);
  }

  /** Why, in the person's words. */
  record ReasonBody(Optional<String> reason) {}

  /** Which gate; may be left out if one is open. */
  record VerdictBody(Optional<String> gate, Optional<String> comment) {}

  /** What became of a forgotten attempt: {@code succeeded}, {@code failed} or {@code retry}. */
  record ResolutionBody(
      Optional<String> outcome, Optional<String> stage, Optional<String> reason) {}

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        post("cancel", "cancelExecution", Permission.PIPELINES_EXECUTE, 202, this::cancel),
        post("abandon", "abandonExecution", Permission.PIPELINES_ABANDON, 200, this::abandon),
        post(
            "approve",
            "approveExecution",
            Permission.PIPELINES_APPROVE,
            200,
            call -> verdict(call, Verdict.APPROVE)),
        post(
            "reject",
            "rejectExecution",
            Permission.PIPELINES_APPROVE,
            200,
            call -> verdict(call, Verdict.REJECT)),
        post("resolve", "resolveExecution", Permission.PIPELINES_EXECUTE, 200, this::resolve));
  }

  private interface Reading {
    ExecutionCommand command(Call call);
  }

  private Route post(
      String verb, String operationId, Permission permission, int status, Reading reading) {
    return Operation.post(
        Executions.ONE + "/" + verb,
        operationId,
        permission,
        Body.JSON,
        call -> answer(call, status, reading.command(call)));
  }

  private CompletionStage<Answer> answer(Call call, int status, ExecutionCommand command) {
    return directory
        .ask(call, command)
        .thenApply(execution -> Answer.json(status, ExecutionView.of(execution, clock.instant())));
  }

  private ExecutionCommand cancel(Call call) {
    return new ExecutionCommand.Cancel(call.principal(), reason(call));
  }

  private ExecutionCommand abandon(Call call) {
    return new ExecutionCommand.Abandon(call.principal(), reason(call));
  }

  private static String reason(Call call) {
    return call.read(ReasonBody.class)
        .reason()
        .orElseGet(() -> "asked for by " + call.principal().subject());
  }

  private ExecutionCommand verdict(Call call, Verdict verdict) {
    VerdictBody body = call.read(VerdictBody.class);
    return new ExecutionCommand.Decide(call.principal(), body.gate(), verdict, body.comment());
  }

  private ExecutionCommand resolve(Call call) {
    ResolutionBody body = call.read(ResolutionBody.class);
    String outcome = body.outcome().orElse("");
    Resolution resolution =
        Arrays.stream(Resolution.values())
            .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(outcome))
            .findFirst()
            .orElseThrow(
                () ->
                    BodyReader.problem(
                        outcome.isEmpty() ? "missing_field" : "unknown_value",
                        "outcome",
                        0,
                        0,
                        "outcome says what became of the attempt.",
                        "Give one of: " + outcomes() + "."));
    return new ExecutionCommand.Resolve(
        call.principal(), body.stage(), resolution, body.reason().orElse(""));
  }

  private static String outcomes() {
    return Arrays.stream(Resolution.values())
        .map(one -> one.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
