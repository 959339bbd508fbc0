package ai.matih.pipelines.persistence.trigger;

import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.journal.JournalCodec;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Which datasets are new since a time, by the journal of the runs that were going on since. A run
 * that was submitted more than a week before that time is not looked at. Blocking; thread-safe.
 */
public final class DatasetVersions {
  private static final int MOST_LOADS = 20_000;
  private static final String LOADS =
      """
      SELECT v.pipeline_name, v.execution_id, e.event_ser_manifest, e.event_payload
      FROM execution_view v
      JOIN event_journal e ON e.persistence_id = 'execution|' || v.execution_id
      WHERE v.tenant = ? AND v.submitted_at >= ?::timestamptz - interval '7 days'
        AND (v.ended_at IS NULL OR v.ended_at >= ?)
        AND e.event_ser_manifest LIKE 'step-ended:%' AND NOT e.deleted
      ORDER BY v.submitted_at DESC LIMIT ?""";

  private final DataSource database;

  public DatasetVersions(DataSource database) {
    this.database = database;
  }

  /**
   * Those of {@code wanted} that have been loaded at {@code since} or later, with the run that
   * loaded each; names as triggers have them.
   */
  public Map<String, String> since(TenantId tenant, List<String> wanted, Instant since)
      throws IOException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(LOADS)) {
      return found(statement, tenant, wanted, since);
    } catch (SQLException e) {
      throw new IOException("the journal does not answer: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> found(
      PreparedStatement statement, TenantId tenant, List<String> wanted, Instant since)
      throws SQLException {
    OffsetDateTime from = since.atOffset(ZoneOffset.UTC);
    statement.setString(1, tenant.value());
    statement.setObject(2, from);
    statement.setObject(3, from);
    statement.setInt(4, MOST_LOADS);
    Map<String, String> found = new LinkedHashMap<>();
    try (var rows = statement.executeQuery()) {
      while (rows.next() && found.size() < Set.copyOf(wanted).size()) {
        Set<String> names = loaded(rows, since);
        for (String name : wanted) {
          if (names.contains(name)) {
            found.putIfAbsent(name, rows.getString(2));
          }
        }
      }
    }
    return found;
  }

  private static Set<String> loaded(ResultSet row, Instant since) throws SQLException {
    var record = JournalCodec.CURRENT.read(row.getString(3), row.getBytes(4));
    if (record.occurredAt().isBefore(since)
        || !(record.event() instanceof ExecutionEvent.StepEnded ended)) {
      return Set.of();
    }
    StepResult result = ended.result();
    if (result.commit().isEmpty() || result.output().isEmpty()) {
      return Set.of();
    }
    String key = result.commit().get().value();
    return DatasetNames.of(
        result.output().get(), row.getString(1), key.substring(key.lastIndexOf('/') + 1));
  }
}
