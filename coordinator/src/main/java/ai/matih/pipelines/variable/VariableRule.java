package ai.matih.pipelines.variable;

import ai.matih.pipelines.definition.Placeholders;
import ai.matih.pipelines.definition.RunValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a variable may be called and hold. Variables are shown, journaled with runs and stand in the
 * text of queries, so that none may be a secret.
 */
public final class VariableRule {
  /** The longest text. */
  public static final int LONGEST = 8_192;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(^|.*[_-])(password|passwd|pwd|passphrase|secret|token|credentials?)([_-].*|$)");
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("(?s).*-----BEGIN [A-Z ]*PRIVATE KEY-----.*");

  private VariableRule() {}

  /**
   * Why not.
   *
   * @param field {@code name} or {@code value}
   */
  public record Flaw(String code, String field, String message, String remedy) {}

  /** True for a name that a variable could have. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** What is wrong with a variable, if anything is; {@code value} is a text, number or boolean. */
  public static Optional<Flaw> check(String name, Object value) {
    if (!isName(name)) {
      return flaw(
          "invalid_name",
          "name",
          "A variable's name is a letter or '_' and up to 63 letters, digits, '_' or '-'.",
          "Choose such a name.");
    }
    if (Arrays.stream(RunValue.values()).anyMatch(one -> one.wireName().equals(name))) {
      return flaw(
          "reserved_name",
          "name",
          "${" + name + "} is a value of the run.",
          "Choose another name.");
    }
    String text = value.toString();
    if (text.length() > LONGEST) {
      return flaw(
          "too_long",
          "value",
          "A variable holds up to " + LONGEST + " characters.",
          "Put large texts into a file, or a table.");
    }
    if (SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches()
        || PRIVATE_KEY.matcher(text).matches()) {
      return flaw(
          "secret_in_clear",
          "value",
          "A variable is shown to whoever may read it and is kept with runs: it is no place for a"
              + " secret.",
          "Put the secret into a connection as ${secret:NAME}.");
    }
    if (text.contains("${") || !Placeholders.in(text).isEmpty()) {
      return flaw(
          "placeholder_in_value",
          "value",
          "A variable's value is taken as it is; placeholders in it are not filled in.",
          "Write the value itself; secrets belong into connections.");
    }
    return Optional.empty();
  }

  private static Optional<Flaw> flaw(String code, String field, String message, String remedy) {
    return Optional.of(new Flaw(code, field, message, remedy));
  }
}
