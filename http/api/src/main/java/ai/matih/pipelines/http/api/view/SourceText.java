package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.http.api.json.Json;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A definition between its text and the two forms that a request gives it in. */
public final class SourceText {
  private SourceText() {}

  /**
   * The documented body of create and update. What it says beside the definition is the
   * definition's {@code metadata}.
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record DefinitionBody(
      Optional<String> name,
      Optional<String> version,
      Optional<String> description,
      Optional<Map<String, Object>> definition,
      Optional<List<String>> tags) {}

  /** The body as the text of a definition file, in JSON, which is YAML too. */
  public static String of(DefinitionBody body) {
    Map<String, Object> document = new LinkedHashMap<>();
    Map<String, Object> metadata = new LinkedHashMap<>();
    Map<String, Object> given = body.definition().orElse(Map.of());
    if (given.get("metadata") instanceof Map<?, ?> inner) {
      inner.forEach((key, value) -> metadata.put(String.valueOf(key), value));
    }
    body.name().ifPresent(name -> metadata.put("name", name));
    body.version().ifPresent(version -> metadata.put("version", version));
    body.description().ifPresent(text -> metadata.put("description", text));
    body.tags().ifPresent(tags -> metadata.put("tags", tags));
    document.put("metadata", metadata);
    given.forEach(document::putIfAbsent);
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a body that was read cannot be written", e);
    }
  }

  /** The sections of a checked definition's text, without {@code metadata}. */
  static Map<String, Object> sections(String source) {
    Map<String, Object> sections = new LinkedHashMap<>();
    if (new Load(LoadSettings.builder().build()).loadFromString(source) instanceof Map<?, ?> all) {
      all.forEach((key, value) -> sections.put(String.valueOf(key), value));
    }
    sections.remove("metadata");
    return sections;
  }
}
