package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.definition.reading.ConnectionReader;
import ai.matih.pipelines.definition.reading.ConnectionResult;
import ai.matih.pipelines.http.cli.command.DefinitionFiles.DefinitionFile;
import ai.matih.pipelines.http.cli.output.FlawedFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A file of {@code kind: connection}. */
final class ConnectionFile {

  private ConnectionFile() {}

  static ConnectionDefinition read(DefinitionFile file) {
    ConnectionResult result = check(file.text());
    return result
        .connection()
        .orElseThrow(() -> new FlawedFile(file.name(), Problems.of(result.problems())));
  }

  /** The connections that {@code files} describe, each with the file's name. */
  static Map<String, String> names(List<DefinitionFile> files) {
    Map<String, String> names = new TreeMap<>();
    files.forEach(
        file ->
            check(file.text())
                .connection()
                .ifPresent(connection -> names.put(connection.name(), file.name())));
    return names;
  }

  static ConnectionResult check(String text) {
    return ConnectionReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As the API takes it. */
  static Map<String, Object> body(ConnectionDefinition definition) {
    Map<String, String> secrets = new LinkedHashMap<>();
    definition.secrets().forEach((field, secret) -> secrets.put(field, secret.placeholder()));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", definition.type());
    definition.description().ifPresent(text -> body.put("description", text));
    body.put("options", definition.options());
    body.put("secrets", secrets);
    return body;
  }
}
