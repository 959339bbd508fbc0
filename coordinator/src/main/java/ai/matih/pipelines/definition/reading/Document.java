package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.Problem;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A file of a project folder: a pipeline, or whatever its {@code kind} says. */
public sealed interface Document permits ReadResult, ConnectionResult {
  /** The problems in the order of the text. */
  List<Problem> problems();

  /** Reads a file of any kind; without {@code kind} it is a pipeline. */
  static Document read(byte[] text, IncludedFiles files) {
    YamlText yaml = YamlText.parse(text, files);
    return yaml.node().filter(Document::isConnection).isPresent()
        ? ConnectionReader.read(yaml)
        : DefinitionReader.read(yaml);
  }

  private static boolean isConnection(Node node) {
    return node instanceof MappingNode mapping
        && mapping.getValue().stream()
            .anyMatch(
                member ->
                    member.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("kind")
                        && member.getValueNode() instanceof ScalarNode value
                        && value.getValue().equals("connection"));
  }
}
