package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.SecretReference;
import ai.matih.pipelines.definition.reading.ConnectionReader;
import ai.matih.pipelines.definition.reading.ConnectionResult;
import ai.matih.pipelines.http.cli.command.DefinitionFiles.DefinitionFile;
import ai.matih.pipelines.http.cli.node.LocalValues;
import ai.matih.pipelines.http.cli.output.FlawedFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file of {@code kind: connection}, with what it says of this machine filled in. */
record ConnectionFile(ConnectionDefinition definition) {

  static ConnectionFile read(DefinitionFile file, LocalValues values) {
    ConnectionResult result = check(values.filledIn(file.text()));
    return new ConnectionFile(
        result
            .connection()
            .orElseThrow(() -> new FlawedFile(file.name(), Problems.of(result.problems()))));
  }

  static ConnectionResult check(String text) {
    return ConnectionReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As the API takes it. */
  Map<String, Object> body() {
    Map<String, String> secrets = new LinkedHashMap<>();
    definition.secrets().forEach((field, secret) -> secrets.put(field, placeholder(secret)));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", definition.type());
    definition.description().ifPresent(text -> body.put("description", text));
    body.put("options", definition.options());
    body.put("secrets", secrets);
    return body;
  }

  private static String placeholder(SecretReference secret) {
    return secret.placeholder();
  }
}
