package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.command.DefinitionFiles.DefinitionFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A file of {@code kind: connection}. Its fields are the node's to check; here it is only read.
 *
 * @param fields everything but {@code kind}
 */
record ConnectionFile(String name, Map<String, Object> fields) {

  static ConnectionFile read(DefinitionFile file) {
    Object document;
    try {
      document = new Load(LoadSettings.builder().build()).loadFromString(file.text());
    } catch (YamlEngineException e) {
      throw refused(file, e.getMessage().lines().findFirst().orElse("it is not YAML"));
    }
    if (!(document instanceof Map<?, ?> mapping) || !(mapping.get("name") instanceof String name)) {
      throw refused(file, "it has no name");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    mapping.forEach((key, value) -> fields.put(String.valueOf(key), texts(value)));
    fields.remove("kind");
    return new ConnectionFile(name, fields);
  }

  /** Options are texts to the API; a file may say {@code port: 5432}. */
  private static Object texts(Object value) {
    if (!(value instanceof Map<?, ?> mapping)) {
      return value;
    }
    Map<String, Object> texts = new LinkedHashMap<>();
    mapping.forEach((key, inner) -> texts.put(String.valueOf(key), String.valueOf(inner)));
    return texts;
  }

  private static Stop refused(DefinitionFile file, String reason) {
    return Stop.with(
        ExitCode.BAD_INPUT,
        file.name() + " is no connection: " + reason,
        "A connection has kind, name, type, and options; `matih init` writes one.");
  }
}
