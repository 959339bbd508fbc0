package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A federated query over the catalogs of a Trino server. */
public record TrinoSource(
    String connection,
    String query,
    Optional<String> initialValue,
    Duration lookback,
    @JsonProperty("schema") SchemaPolicy schemaPolicy,
    Optional<String> deadLetter,
    List<AddedColumn> addColumns)
    implements Source {
  public TrinoSource {
    addColumns = Immutable.list(addColumns);
  }
}
