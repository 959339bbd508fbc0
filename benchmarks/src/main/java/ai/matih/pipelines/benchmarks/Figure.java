package ai.matih.pipelines.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.OptionalDouble;

/**
 * One measured value.
 *
 * @param target what is to be reached, if a target is set
 * @param more whether more is better
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Figure(String name, double value, String unit, OptionalDouble target, boolean more) {

  /** A value of which more is better. */
  static Figure atLeast(String name, double value, String unit, double target) {
    return new Figure(name, value, unit, OptionalDouble.of(target), true);
  }

  /** A value of which less is better. */
  static Figure atMost(String name, double value, String unit, double target) {
    return new Figure(name, value, unit, OptionalDouble.of(target), false);
  }

  /** A value without a target. */
  static Figure plain(String name, double value, String unit) {
    return new Figure(name, value, unit, OptionalDouble.empty(), true);
  }

  /** How well the target is met: 1 is just met, more is better. */
  OptionalDouble ratio() {
    if (target.isEmpty()) {
      return OptionalDouble.empty();
    }
    double wanted = target.getAsDouble();
    double ratio = more ? value / wanted : wanted / value;
    return OptionalDouble.of(Double.isFinite(ratio) ? ratio : value <= wanted ? 1 : 0);
  }
}
