package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.NearestName;
import ai.matih.pipelines.definition.Parameter;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.definition.ScalarType;
import ai.matih.pipelines.definition.Severity;
import ai.matih.pipelines.definition.language.PipelineLanguage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Brings the parameters that a run is started with into the types that the definition declares.
 * Text is taken where it reads as a value of the type, since command lines know nothing else.
 */
public final class Parameters {

  /**
   * The outcome.
   *
   * @param values of every parameter that was given or has a default: text, number or truth value
   * @param problems all of them; empty means that a run may start
   */
  public record Checked(Map<String, Object> values, List<Problem> problems) {
    public Checked {
      values = Map.copyOf(values);
      problems = List.copyOf(problems);
    }
  }

  private Parameters() {}

  /** Checks {@code given} against {@code declared}. */
  public static Checked check(Map<String, Parameter> declared, Map<String, Object> given) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (String name : new TreeSet<>(given.keySet())) {
      if (!declared.containsKey(name)) {
        problems.add(unknown(name, declared));
      }
    }
    declared.forEach(
        (name, parameter) -> {
          Object value = given.get(name);
          Optional<String> text =
              value == null ? parameter.defaultValue() : Optional.of(textOf(value));
          if (text.isEmpty()) {
            if (parameter.required()) {
              problems.add(missing(name, parameter));
            }
          } else if (isScalar(value) && PipelineLanguage.fits(parameter.type(), text.get())) {
            values.put(name, typed(parameter.type(), text.get()));
          } else {
            problems.add(wrongType(name, parameter, text.get()));
          }
        });
    return new Checked(values, problems);
  }

  private static boolean isScalar(Object value) {
    return value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean;
  }

  private static String textOf(Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  private static Object typed(ScalarType type, String text) {
    return switch (type) {
      case INTEGER -> Long.valueOf(text);
      case NUMBER -> new BigDecimal(text);
      case BOOLEAN -> Boolean.valueOf(text);
      case STRING, DATE, TIMESTAMP -> text;
    };
  }

  private static Problem unknown(String name, Map<String, Parameter> declared) {
    return problem(
        "unknown_parameter",
        name,
        "there is no parameter " + name,
        declared.isEmpty()
            ? "This pipeline has no parameters."
            : NearestName.to(name, declared.keySet())
                .map(near -> "Did you mean " + near + "?")
                .orElseGet(() -> "Use one of " + String.join(", ", declared.keySet()) + "."));
  }

  private static Problem missing(String name, Parameter parameter) {
    return problem(
        "missing_parameter",
        name,
        "parameter " + name + " is required",
        "Give it: -p " + name + "=VALUE, " + parameter.type().meaning());
  }

  private static Problem wrongType(String name, Parameter parameter, String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return problem(
        "wrong_type",
        name,
        shown + " is no " + parameter.type().wireName(),
        parameter.type().meaning());
  }

  private static Problem problem(String code, String name, String message, String remedy) {
    return new Problem(code, Severity.ERROR, "parameters." + name, 0, 0, message, remedy);
  }
}
