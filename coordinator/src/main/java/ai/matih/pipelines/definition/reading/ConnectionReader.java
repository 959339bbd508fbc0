package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.SecretReference;
import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.language.ConnectionLanguage;
import ai.matih.pipelines.definition.language.Reading;
import ai.matih.pipelines.definition.validation.PastedSecrets;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a file of {@code kind: connection} from YAML or JSON. Secrets are names only; a value in
 * their place is refused and never repeated. Never throws for any input.
 */
public final class ConnectionReader {
  private ConnectionReader() {}

  /**
   * @param text the bytes of one document, at most 1 MiB of UTF-8
   */
  public static ConnectionResult read(byte[] text) {
    return read(YamlText.parse(text, IncludedFiles.NONE));
  }

  static ConnectionResult read(YamlText yaml) {
    Reading reading = yaml.reading();
    Optional<JsonNode> tree =
        yaml.node().flatMap(node -> ConnectionLanguage.CONNECTION.read(node, "", reading));
    tree.ifPresent(connection -> check((ObjectNode) connection, reading));
    ConnectionResult refused =
        new ConnectionResult(Optional.empty(), reading.problems(), yaml.source());
    return refused.report().valid()
        ? new ConnectionResult(
            tree.map(ConnectionReader::bind), refused.problems(), refused.sourceText())
        : refused;
  }

  private static void check(ObjectNode tree, Reading reading) {
    Set<String> secrets =
        tree.has("type") ? ConnectionLanguage.secrets(tree.path("type").asText()) : Set.of();
    tree.properties()
        .forEach(
            member -> {
              String name = member.getKey();
              String text = member.getValue().asText();
              if (secrets.contains(name)) {
                return;
              }
              if (PastedSecrets.isSecretText(text)) {
                reading.error(
                    "secret_in_definition",
                    name,
                    "this looks like a secret",
                    "Put it into a secret field of the connection as ${secret:NAME}.");
              } else if (text.contains("${")) {
                reading.error(
                    "invalid_placeholder",
                    name,
                    name + " is not a secret of this type, and connections have no variables",
                    "Write the value itself.");
              }
            });
  }

  private static ConnectionDefinition bind(JsonNode tree) {
    String type = tree.path("type").asText();
    Set<String> secretFields = ConnectionLanguage.secrets(type);
    Map<String, String> options = new LinkedHashMap<>();
    Map<String, SecretReference> secrets = new LinkedHashMap<>();
    tree.properties()
        .forEach(
            member -> {
              String text = member.getValue().asText();
              if (secretFields.contains(member.getKey())) {
                secrets.put(member.getKey(), new SecretReference(text));
              } else if (!ConnectionLanguage.COMMON.contains(member.getKey())) {
                options.put(member.getKey(), text);
              }
            });
    return new ConnectionDefinition(
        tree.path("name").asText(),
        type,
        Optional.ofNullable(tree.get("description")).map(JsonNode::asText),
        options,
        secrets);
  }
}
