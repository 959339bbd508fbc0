package ai.matih.pipelines.http.cli.node;

import ai.matih.pipelines.definition.NearestName;
import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * {@code matih.yaml} beside the definitions of a project: whose they are, and the environments that
 * they are brought to.
 *
 * @param owner the label under which what is applied belongs together
 */
public record ProjectFile(
    Path path, Optional<String> owner, Map<String, Environment> environments) {
  /** Its name. */
  public static final String NAME = "matih.yaml";

  private static final Set<String> FIELDS = Set.of("owner", "environments");
  private static final Set<String> ENVIRONMENT_FIELDS = Set.of("url", "tenant", "variables");

  /**
   * A node elsewhere, and what differs there.
   *
   * @param url empty for the local node
   * @param variables texts, numbers and truth values
   */
  public record Environment(
      String name, Optional<String> url, Optional<String> tenant, Map<String, Object> variables) {

    /** The variable of this machine that holds its token, before {@code MATIH_TOKEN}. */
    public String tokenVariable() {
      return "MATIH_TOKEN_" + name.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
  }

  /** That of {@code from} or the nearest folder above it. */
  public static Optional<ProjectFile> find(Path from) {
    for (Path folder = from.toAbsolutePath().normalize();
        folder != null;
        folder = folder.getParent()) {
      Path file = folder.resolve(NAME);
      if (Files.isRegularFile(file)) {
        return Optional.of(read(file));
      }
    }
    return Optional.empty();
  }

  /** The environment of that name, or a stop that names those there are. */
  public Environment environment(String name) {
    Environment found = environments.get(name);
    if (found == null) {
      throw Stop.with(
          ExitCode.BAD_INPUT,
          "There is no environment " + name + " in " + path,
          environments.isEmpty()
              ? "Add environments." + name + ": {url: ..., tenant: ...} there."
              : "Known are " + String.join(", ", environments.keySet()) + ".");
    }
    return found;
  }

  static ProjectFile read(Path file) {
    Object document;
    try {
      document =
          new Load(LoadSettings.builder().setSchema(new CoreSchema()).build())
              .loadFromString(Files.readString(file));
    } catch (IOException | YamlEngineException e) {
      throw wrong(file, "it cannot be read: " + e.getMessage(), "Correct it.");
    }
    Map<?, ?> root = map(file, "", document);
    known(file, "", root, FIELDS);
    Map<String, Environment> environments = new LinkedHashMap<>();
    map(file, "environments", root.get("environments"))
        .forEach(
            (name, value) ->
                environments.put(name.toString(), environment(file, name.toString(), value)));
    return new ProjectFile(file, text(file, "owner", root.get("owner")), environments);
  }

  private static Environment environment(Path file, String name, Object value) {
    String place = "environments." + name;
    Map<?, ?> fields = map(file, place, value);
    if (fields.containsKey("token")) {
      throw wrong(
          file,
          place + ".token: a token is no part of a file that others read",
          "Set it as MATIH_TOKEN_" + name.toUpperCase(java.util.Locale.ROOT) + " on this machine.");
    }
    known(file, place, fields, ENVIRONMENT_FIELDS);
    Map<String, Object> variables = new LinkedHashMap<>();
    map(file, place + ".variables", fields.get("variables"))
        .forEach(
            (variable, set) -> {
              if (!(set instanceof String || set instanceof Number || set instanceof Boolean)) {
                throw wrong(
                    file,
                    place + ".variables." + variable + " is no text, number or truth value",
                    "Give one of these.");
              }
              variables.put(variable.toString(), set);
            });
    return new Environment(
        name,
        text(file, place + ".url", fields.get("url")),
        text(file, place + ".tenant", fields.get("tenant")),
        java.util.Collections.unmodifiableMap(variables));
  }

  private static void known(Path file, String place, Map<?, ?> fields, Set<String> known) {
    for (Object field : fields.keySet()) {
      if (!known.contains(field.toString())) {
        throw wrong(
            file,
            (place.isEmpty() ? "" : place + ": ") + "there is no field " + field,
            NearestName.to(field.toString(), known)
                .map(near -> "Did you mean " + near + "?")
                .orElse("Known are " + String.join(", ", new java.util.TreeSet<>(known)) + "."));
      }
    }
  }

  private static Map<?, ?> map(Path file, String place, Object value) {
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw wrong(file, (place.isEmpty() ? "it" : place) + " is no object", "Write it as fields.");
  }

  private static Optional<String> text(Path file, String place, Object value) {
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && !text.isBlank()) {
      return Optional.of(text);
    }
    throw wrong(file, place + " is no text", "Write a text.");
  }

  private static Stop wrong(Path file, String what, String remedy) {
    return Stop.with(ExitCode.BAD_INPUT, file + ": " + what, remedy);
  }
}
