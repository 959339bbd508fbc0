package ai.matih.pipelines.persistence.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Makes rows from journal entries. Called by the tailer's thread with each entry once, in the order
 * of the journal, inside the transaction that also stores the tailer's position: what it writes
 * through {@code connection} and the position are kept or lost together. It must not commit, and
 * must have no other effect.
 */
@FunctionalInterface
public interface Projection {

  void apply(List<JournalEntry> batch, Connection connection) throws SQLException;
}
