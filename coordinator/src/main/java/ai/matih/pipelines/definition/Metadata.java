package ai.matih.pipelines.definition;

import java.util.List;
import java.util.Optional;

/** Who a pipeline is. */
public record Metadata(
    String name,
    Optional<String> version,
    Optional<String> description,
    Optional<String> owner,
    List<String> tags) {
  public Metadata {
    tags = Immutable.list(tags);
  }
}
