package ai.matih.pipelines.http.cli.node;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a connection file may say of this machine: {@code ${local:project}}, the clone that {@code
 * bin/matih} belongs to, and {@code ${local:home}}, the data directory. Filled in before the file
 * is sent, so that a node knows plain addresses only.
 */
public record LocalValues(Path home, Map<String, String> environment) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{local:([a-z_]+)}");

  /** The clone that {@code bin/matih} belongs to. */
  public Path project() {
    return Path.of(environment.getOrDefault("MATIH_ROOT", "")).toAbsolutePath();
  }

  /** {@code text} with every placeholder filled in. */
  public String filledIn(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
  }

  private String value(String name) {
    return switch (name) {
      case "home" -> home.toString();
      case "project" -> project().toString();
      default ->
          throw Stop.with(
              ExitCode.BAD_INPUT,
              "There is no ${local:" + name + "}",
              "Known are ${local:home} and ${local:project}.");
    };
  }
}
