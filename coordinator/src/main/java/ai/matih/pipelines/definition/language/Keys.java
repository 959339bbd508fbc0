package ai.matih.pipelines.definition.language;

import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The keys of maps: single values, taken as the text they are written as. */
final class Keys {
  private Keys() {}

  static Optional<String> read(Node node, String path, Reading reading) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    reading.error(
        "wrong_type", path, node, "a key must be a name" + Scalar.kind(node), "Give a name.");
    return Optional.empty();
  }
}
