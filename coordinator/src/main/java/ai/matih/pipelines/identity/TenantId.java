package ai.matih.pipelines.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A tenant: 1 to 64 letters, digits, {@code . _ -}; a UUID and a slug are both fine. */
public record TenantId(@JsonValue String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** The shape is checked here once. Throws IllegalArgumentException naming the rule. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TenantId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a tenant id is 1 to 64 letters, digits, '.', '_' or '-', and starts with one of the"
              + " first two");
    }
  }

  /** True for a text that can be a tenant id. */
  public static boolean isValid(String value) {
    return value != null && SHAPE.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
