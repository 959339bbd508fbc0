package ai.matih.pipelines.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.persistence.journal.EntityJournal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/** Whether the whole story of each run is there exactly once, in the journal or in the archive. */
final class RunStories {
  private static final int LONGEST = 10_000;
  private static final String TOLD_TWICE =
      """
      SELECT j.persistence_id, j.sequence_number FROM event_journal j
      JOIN journal_archive a ON a.persistence_id = j.persistence_id
        AND j.sequence_number BETWEEN a.first_number AND a.last_number
      WHERE j.event_ser_manifest NOT LIKE 'archived:%'
      UNION ALL
      SELECT a.persistence_id, b.last_number FROM journal_archive a
      JOIN journal_archive b ON a.persistence_id = b.persistence_id
        AND a.last_number < b.last_number AND b.first_number <= a.last_number""";

  private RunStories() {}

  /** The whole story so far of each, read as its entity would: one end at most, none missing. */
  static void verify(Connection journal, Collection<String> runs) throws SQLException {
    for (String run : runs) {
      var entries = EntityJournal.read(journal, "execution|" + run, 0, LONGEST);
      assertThat(entries.stream().map(EntityJournal.Entry::sequenceNumber))
          .as("numbers of the events of %s", run)
          .isNotEmpty()
          .containsExactlyElementsOf(upTo(entries.size()));
      assertThat(entries.getFirst().record().event())
          .isInstanceOf(ExecutionEvent.ExecutionStarted.class);
      assertThat(entries)
          .as("ends of %s", run)
          .filteredOn(entry -> entry.record().event() instanceof ExecutionEvent.ExecutionEnded)
          .hasSizeLessThanOrEqualTo(1);
    }
    try (var statement = journal.createStatement();
        var found = statement.executeQuery(TOLD_TWICE)) {
      List<String> twice = new ArrayList<>();
      while (found.next()) {
        twice.add(found.getString(1) + " " + found.getLong(2));
      }
      assertThat(twice).as("events in the journal and in the archive").isEmpty();
    }
  }

  /** How many of all runs are in the archive, whole. */
  static long archived(Connection journal) throws SQLException {
    try (var statement = journal.createStatement();
        var found =
            statement.executeQuery(
                "SELECT count(*) FROM journal_archive"
                    + " WHERE persistence_id LIKE 'execution|%' AND first_number = 1")) {
      found.next();
      return found.getLong(1);
    }
  }

  private static List<Long> upTo(int last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
