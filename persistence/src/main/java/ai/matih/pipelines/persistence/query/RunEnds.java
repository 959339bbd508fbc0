package ai.matih.pipelines.persistence.query;

import ai.matih.pipelines.identity.ExecutionId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** Which runs have ended, as the read model knows it; ages are by database time. Thread-safe. */
public final class RunEnds {

  private static final String ENDED =
      """
      SELECT run.execution_id FROM execution_view run
      WHERE run.execution_id = ANY (?) AND run.ended_at <= now() - ? * interval '1 millisecond'
      """;

  private static final String WITH_RETRIES =
      ENDED
          + """
              AND NOT EXISTS (
                SELECT 1 FROM execution_view other
                WHERE (other.execution_id = run.root_id
                    OR other.resume_of IS NOT NULL AND other.root_id = run.root_id)
                  AND (other.ended_at IS NULL
                    OR other.ended_at > now() - ? * interval '1 millisecond'))
              """;

  private final DataSource database;

  public RunEnds(DataSource database) {
    this.database = database;
  }

  /**
   * Those of {@code runs} that ended at least {@code ago} ago; one that is not known has not.
   *
   * @param withRetries only if so did every run that has the same first run
   * @throws ReadModelUnavailable if the database does not answer
   */
  public Set<ExecutionId> endedFor(Duration ago, boolean withRetries, List<ExecutionId> runs) {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(withRetries ? WITH_RETRIES : ENDED)) {
      statement.setArray(
          1, connection.createArrayOf("text", runs.stream().map(ExecutionId::value).toArray()));
      statement.setLong(2, ago.toMillis());
      if (withRetries) {
        statement.setLong(3, ago.toMillis());
      }
      var ended = new HashSet<ExecutionId>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          ended.add(new ExecutionId(rows.getString(1)));
        }
      }
      return ended;
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }
}
