package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A constant that is written in definitions, journals and API answers by its documented name, and
 * that carries the sentence which the published schema and the documentation show for it.
 */
public interface WireName {
  /** The constant's name in Java. */
  String name();

  /** One sentence: what this choice means to the author of a definition. */
  String meaning();

  /** The name written outside Java, by default the constant's in lower case. */
  @JsonValue
  default String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
