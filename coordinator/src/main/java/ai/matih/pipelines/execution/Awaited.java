package ai.matih.pipelines.execution;

import ai.matih.pipelines.definition.Placeholder;
import ai.matih.pipelines.definition.Placeholders;
import ai.matih.pipelines.definition.RunValue;
import ai.matih.pipelines.definition.ScalarType;
import ai.matih.pipelines.definition.SqlPlaceholders;
import ai.matih.pipelines.definition.TriggerRequire;
import ai.matih.pipelines.definition.TypedValue;
import ai.matih.pipelines.definition.WaitFor;
import ai.matih.pipelines.definition.WaitTimes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a gate of data waits for, in words, with the values of its run. */
public final class Awaited {
  private static final int LONGEST_QUERY = 200;

  private Awaited() {}

  /** Empty for a gate of people. */
  public static Optional<String> at(Gate gate, ExecutionSpec spec) {
    return spec.plan().stages().stream()
        .flatMap(stage -> stage.gates().stream())
        .filter(rule -> rule.name().equals(gate.name()))
        .flatMap(rule -> rule.waitFor().stream())
        .findFirst()
        .map(wait -> of(wait, spec, gate.openedAt()));
  }

  /** {@code openedAt}: when the waiting began, which the day of a time goes by. */
  static String of(WaitFor wait, ExecutionSpec spec, Instant openedAt) {
    Map<String, Object> values = spec.values();
    return switch (wait) {
      case WaitFor.File file ->
          "a file "
              + file.prefix()
                  .map(text -> filled(text, values))
                  .map(folder -> folder + "/")
                  .orElse("")
              + file.pattern().map(text -> filled(text, values)).orElse("*")
              + " of "
              + file.connection();
      case WaitFor.Sql sql -> "a row of " + sql.connection() + " by " + shown(sql.query(), values);
      case WaitFor.Dataset dataset ->
          "a version of "
              + String.join(
                  dataset.when() == TriggerRequire.ALL ? " and " : " or ", dataset.datasets())
              + " loaded since "
              + since(dataset, spec);
      case WaitFor.Time time -> time(time, filled(time.until(), values), openedAt);
    };
  }

  /** From when on a dataset has to be loaded. */
  public static Instant since(WaitFor.Dataset dataset, ExecutionSpec spec) {
    RunValue from =
        switch (dataset.since()) {
          case INTERVAL -> RunValue.DATA_INTERVAL_START;
          case LAST_RUN -> RunValue.LAST_RUN;
        };
    return Optional.ofNullable(spec.values().get(from.wireName()))
        .map(value -> Instant.parse(value.toString()))
        .orElse(spec.submittedAt());
  }

  private static String time(WaitFor.Time time, String until, Instant openedAt) {
    try {
      Instant due = WaitTimes.of(until, time.timezone(), openedAt);
      return until.equals(due.toString())
          ? until
          : due + " (" + until + (until.length() > 5 ? "" : " " + time.timezone()) + ")";
    } catch (DateTimeException e) {
      return until;
    }
  }

  private static String filled(String text, Map<String, Object> values) {
    return Placeholders.fill(
        text, one -> name(one).map(values::get).map(Object::toString).orElse(one.raw()));
  }

  private static String shown(String query, Map<String, Object> values) {
    String filled =
        SqlPlaceholders.fill(
            query,
            relation -> relation,
            one -> typed(name(one).map(values::get).map(Object::toString).orElse(one.raw())));
    String line = filled.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_QUERY ? line : line.substring(0, LONGEST_QUERY) + "...";
  }

  private static TypedValue typed(String text) {
    boolean number = text.matches("-?[0-9]+(\\.[0-9]+)?");
    return new TypedValue(number ? ScalarType.NUMBER : ScalarType.STRING, text);
  }

  private static Optional<String> name(Placeholder placeholder) {
    return switch (placeholder) {
      case Placeholder.Value run -> Optional.of(run.value().wireName());
      case Placeholder.ParameterValue parameter -> Optional.of("params." + parameter.name());
      case Placeholder.Variable variable -> Optional.of(variable.name());
      case Placeholder.Relation ignored -> Optional.empty();
      case Placeholder.Malformed ignored -> Optional.empty();
    };
  }
}
