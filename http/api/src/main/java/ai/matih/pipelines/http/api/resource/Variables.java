package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.json.BodyReader;
import ai.matih.pipelines.http.api.port.VariableBook;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.persistence.variable.VariableRevision;
import ai.matih.pipelines.variable.VariableRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /v1/variables}: what {@code ${NAME}} in the definitions of a tenant stands for. */
public final class Variables {
  private static final String ALL = "/v1/variables";
  private static final String ONE = ALL + "/{variableName}";

  private final VariableBook variables;

  /** Over {@code variables}. */
  public Variables(VariableBook variables) {
    this.variables = variables;
  }

  /** A value as it is sent: a text, number or boolean. */
  record ValueBody(Optional<Object> value) {}

  /** A variable. */
  record VariableView(
      String name,
      Object value,
      int revision,
      Instant changedAt,
      String changedBy,
      Optional<List<RevisionView>> history) {

    static VariableView of(VariableRevision newest, Optional<List<RevisionView>> history) {
      return new VariableView(
          newest.name(),
          newest.value().orElseThrow(),
          newest.revision(),
          newest.changedAt(),
          newest.changedBy(),
          history);
    }
  }

  /** What it was from a time on; without a value it was not set. */
  record RevisionView(
      int revision,
      Optional<Object> value,
      Instant changedAt,
      String changedBy,
      String origin,
      Optional<String> correlationId) {

    static RevisionView of(VariableRevision one) {
      return new RevisionView(
          one.revision(),
          one.value(),
          one.changedAt(),
          one.changedBy(),
          one.origin(),
          one.correlationId());
    }
  }

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.get(ALL, "listVariables", Permission.CONNECTIONS_READ, Set.of(), this::list),
        Operation.get(ONE, "getVariable", Permission.CONNECTIONS_READ, Set.of(), this::read),
        Operation.of(
            "PUT",
            ONE,
            "putVariable",
            Permission.CONNECTIONS_WRITE,
            Set.of(),
            Body.JSON,
            this::put),
        Operation.of(
            "DELETE",
            ONE,
            "deleteVariable",
            Permission.CONNECTIONS_WRITE,
            Set.of(),
            Body.NONE,
            this::delete));
  }

  private CompletionStage<Answer> list(Call call) {
    return variables
        .list(call.tenant())
        .thenApply(
            all ->
                Answer.ok(
                    Map.of(
                        "data",
                        all.stream().map(one -> VariableView.of(one, Optional.empty())).toList())));
  }

  private CompletionStage<Answer> read(Call call) {
    return variables
        .history(call.tenant(), name(call))
        .thenApply(
            history -> {
              VariableRevision newest =
                  history.stream()
                      .findFirst()
                      .filter(one -> one.value().isPresent())
                      .orElseThrow(() -> unknown(call));
              return Answer.ok(
                  VariableView.of(
                      newest, Optional.of(history.stream().map(RevisionView::of).toList())));
            });
  }

  private CompletionStage<Answer> put(Call call) {
    String name = call.path().get("variableName");
    Object value =
        call.read(ValueBody.class)
            .value()
            .orElseThrow(
                () ->
                    BodyReader.problem(
                        "missing_field",
                        "value",
                        0,
                        0,
                        "The field value is missing.",
                        "Give a text, a number or a truth value."));
    if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
      throw BodyReader.problem(
          "wrong_type",
          "value",
          0,
          0,
          "A variable is a text, a number or a truth value.",
          "Give one of these.");
    }
    VariableRule.check(name, value)
        .ifPresent(
            flaw -> {
              throw BodyReader.problem(
                  flaw.code(), flaw.field(), 0, 0, flaw.message(), flaw.remedy());
            });
    return variables
        .change(call.tenant(), name, Optional.of(value), call.cause())
        .thenApply(newest -> Answer.ok(VariableView.of(newest.orElseThrow(), Optional.empty())));
  }

  private CompletionStage<Answer> delete(Call call) {
    return variables
        .change(call.tenant(), name(call), Optional.empty(), call.cause())
        .thenApply(
            ended -> {
              ended.orElseThrow(() -> unknown(call));
              return Answer.empty();
            });
  }

  private static String name(Call call) {
    String name = call.path().get("variableName");
    if (!VariableRule.isName(name)) {
      throw unknown(call);
    }
    return name;
  }

  private static RuntimeException unknown(Call call) {
    return ApiError.notFound("variable", call.path().get("variableName")).exception();
  }
}
