package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** Definitions are shown, compared and kept for ever: passwords and keys do not belong in them. */
public final class PastedSecrets implements Rule {
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(?:password|passwd|secret|(?:^|[_.-])token|api[_-]?key|authorization|private[_-]?key)");
  private static final Pattern SECRET_VALUE =
      Pattern.compile(
          "(?:-----BEGIN [A-Z ]*PRIVATE KEY|\\bAKIA[0-9A-Z]{16}\\b|\\bghp_[A-Za-z0-9]{20}"
              + "|\\bxox[abpr]-[A-Za-z0-9-]{10}|\\beyJ[A-Za-z0-9_-]{8,}\\.eyJ|://[^/\\s:@$]+:[^/\\s@$]+@"
              + "|(?i:password\\s*=\\s*[^\\s$;&{]{3}))");

  @Override
  public void check(Draft draft, Reading reading) {
    check(draft.root(), "", "", reading);
  }

  private static void check(JsonNode value, String path, String name, Reading reading) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(
              member ->
                  check(
                      member.getValue(),
                      path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                      member.getKey(),
                      reading));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(value.get(i), path + "[" + i + "]", name, reading);
      }
    } else if (value.isTextual() && isSecret(name, value.asText())) {
      reading.error(
          "secret_in_definition",
          path,
          "this looks like a secret",
          "Put it into the connection as a reference to a secret, or use a variable ${NAME}.");
    }
  }

  /** Whether a text is, or holds, something with the look of a password or key. */
  public static boolean isSecretText(String text) {
    return SECRET_VALUE.matcher(text).find();
  }

  private static boolean isSecret(String name, String text) {
    boolean placeholder = text.contains("${") || text.contains("{{");
    return (SECRET_NAME.matcher(name).matches() && !placeholder && !text.isBlank())
        || isSecretText(text);
  }
}
