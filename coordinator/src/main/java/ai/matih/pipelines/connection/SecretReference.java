package ai.matih.pipelines.connection;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a secret, never its value: {@code ${secret:NAME}}. It can only point at {@code
 * MATIH_SECRET_NAME} or at a file {@code secrets/NAME} of the data directory, so that no connection
 * can be pointed at the node's own passwords (design section 9).
 */
public record SecretReference(@JsonValue String name) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SecretReference {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a secret's name is a letter and up to 63 letters, digits, '_' or '-'");
    }
  }

  /** As it is written in a file: {@code ${secret:NAME}}. */
  public String placeholder() {
    return "${secret:" + name + "}";
  }
}
