package ai.matih.pipelines.persistence.projection;

import ai.matih.pipelines.entity.Journaled;
import ai.matih.pipelines.persistence.JournalWriter;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.TestDatabase;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** A journal whose entries are projected by the test's own thread, batch by batch. */
public final class ProjectedJournal implements AutoCloseable {

  private final TestDatabase database = TestDatabase.migrated();
  private final JournalWriter writer = new JournalWriter();
  private final JournalReader reader = new JournalReader(0);

  public TestDatabase database() {
    return database;
  }

  /** Journals events of one entity as Alice's doing. */
  public void write(String persistenceId, Object... events) {
    writeAll(persistenceId, Arrays.asList(events));
  }

  public void writeAll(String persistenceId, List<?> events) {
    List<Journaled<?>> records = new java.util.ArrayList<>();
    events.forEach(event -> records.add(Samples.journaled(event)));
    writer.write(database, persistenceId, records);
  }

  /** Projects everything journaled since the last call as one batch in one transaction. */
  public void project(Projection... projections) throws SQLException {
    try (var connection = database.pool().getConnection()) {
      connection.setAutoCommit(false);
      var batch = reader.next(connection);
      for (var projection : projections) {
        projection.apply(batch, connection);
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  /** The same after a first try whose transaction was lost. */
  public void projectAtTheSecondTry(Projection... projections) throws SQLException {
    try (var connection = database.pool().getConnection()) {
      connection.setAutoCommit(false);
      var lost = new JournalReader(reader.position()).next(connection);
      for (var projection : projections) {
        projection.apply(lost, connection);
      }
      connection.rollback();
      connection.setAutoCommit(true);
    }
    project(projections);
  }

  @Override
  public void close() {
    database.close();
  }
}
