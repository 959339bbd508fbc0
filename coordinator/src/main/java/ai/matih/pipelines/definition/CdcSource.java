package ai.matih.pipelines.definition;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Row changes of a database table.
 *
 * @param schema the schema of the table in the database, not the policy
 */
public record CdcSource(
    CdcConnector connector,
    String connection,
    Optional<String> database,
    Optional<String> schema,
    String table,
    Optional<String> slotName,
    Optional<String> decodingPlugin,
    Optional<String> initialValue,
    Duration lookback,
    SchemaPolicy schemaPolicy,
    Optional<String> deadLetter,
    List<AddedColumn> addColumns)
    implements Source {
  public CdcSource {
    addColumns = Immutable.list(addColumns);
  }
}
