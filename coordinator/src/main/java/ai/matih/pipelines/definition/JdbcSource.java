package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A table, view or query of a relational database.
 *
 * @param partitionRange which partitions are read in mode {@code partition}, such as {@code
 *     last_7_days}
 * @param queryOverride a query read instead of {@code table}
 */
public record JdbcSource(
    String connection,
    Optional<String> table,
    Optional<String> queryOverride,
    ReadMode mode,
    Optional<String> watermarkColumn,
    int fetchSize,
    Optional<String> partitionColumn,
    int numPartitions,
    Optional<String> partitionRange,
    Optional<String> initialValue,
    Duration lookback,
    @JsonProperty("schema") SchemaPolicy schemaPolicy,
    Optional<String> deadLetter,
    List<AddedColumn> addColumns)
    implements Source {
  private static final int FETCH_SIZE = 5000;

  public JdbcSource {
    addColumns = Immutable.list(addColumns);
  }

  /** All rows of a query, as a task of a task graph reads them. */
  public static JdbcSource ofQuery(String connection, String query) {
    return new JdbcSource(
        connection,
        Optional.empty(),
        Optional.of(query),
        ReadMode.FULL,
        Optional.empty(),
        FETCH_SIZE,
        Optional.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        SchemaPolicy.EVOLVE,
        Optional.empty(),
        List.of());
  }
}
