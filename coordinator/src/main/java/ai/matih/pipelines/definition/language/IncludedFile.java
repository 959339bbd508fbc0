package ai.matih.pipelines.definition.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** The name of a file beside the definition whose text is taken in. It cannot leave the folder. */
record IncludedFile(TemplateKind kind) implements FieldType {
  private static final Pattern INSIDE =
      Pattern.compile("(?!.*(?:^|/)\\.{1,2}(?:/|$))[A-Za-z0-9_][A-Za-z0-9_./ -]{0,254}");
  private static final Scalar NAME =
      FieldTypes.matching(
          "a file inside the definition's folder",
          INSIDE,
          "file_outside",
          "a relative path with / that does not leave the folder");

  @Override
  public Optional<JsonNode> read(Node node, String path, Reading reading) {
    Optional<JsonNode> name = NAME.read(node, path, reading);
    name.ifPresent(
        file ->
            reading
                .include(file.asText())
                .ifPresentOrElse(
                    text -> reading.includedTemplate(path, text, kind),
                    () ->
                        reading.error(
                            "file_not_found",
                            path,
                            "there is no file " + file.asText() + " beside the definition",
                            "Put the file into the definition's folder, or write the text here.")));
    return name;
  }

  @Override
  public ObjectNode schema(SchemaDefinitions definitions) {
    return NAME.schema(definitions);
  }
}
