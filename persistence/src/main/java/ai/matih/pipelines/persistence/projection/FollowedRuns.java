package ai.matih.pipelines.persistence.projection;

import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionLifecycle;
import ai.matih.pipelines.persistence.journal.EntityJournal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The states of runs, folded from the journal by the entity's own {@code evolve}, so that what is
 * derived from them cannot differ from what the entity itself says. Runs of late are kept; others
 * are folded again from their journal. Entries that were folded before (a transaction that is tried
 * again) change nothing. For one thread.
 */
public final class FollowedRuns {

  private static final int KEPT = 3_000;
  private static final int PAGE = 1_000;

  private final ExecutionLifecycle lifecycle = new ExecutionLifecycle();
  private final Map<String, Followed> runs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Followed> eldest) {
          return size() > KEPT;
        }
      };

  /** What an entry made of its run. */
  public record Change(Execution before, Execution after) {

    /** True if the entry had been folded before, so that what was before it is not known. */
    public boolean again() {
      return before == after;
    }
  }

  private record Followed(Execution state, long sequenceNumber) {}

  /** True if the entry is of a run's journal. */
  public static boolean isOfRun(JournalEntry entry) {
    return entry.persistenceId().startsWith("execution|");
  }

  /** Folds the entry into the state of its run; entries of a run must come in order. */
  public Change follow(JournalEntry entry, Connection connection) throws SQLException {
    var id = entry.persistenceId();
    var known = runs.getOrDefault(id, new Followed(lifecycle.empty(), 0));
    if (known.sequenceNumber() >= entry.sequenceNumber()) {
      return new Change(known.state(), known.state());
    }
    // another reader on this node that has folded the entry came to the same
    var change = entry.change();
    if (change.isEmpty()) {
      if (known.sequenceNumber() < entry.sequenceNumber() - 1) {
        known = fold(connection, id, known, entry.sequenceNumber() - 1);
      }
      var next =
          lifecycle.evolve(
              known.state(), (ExecutionEvent) entry.event(), entry.head().occurredAt());
      change = Optional.of(new Change(known.state(), next));
      entry.changed(change.get());
    }
    runs.put(id, new Followed(change.get().after(), entry.sequenceNumber()));
    return change.get();
  }

  private Followed fold(Connection connection, String id, Followed from, long upTo)
      throws SQLException {
    var folded = from;
    while (folded.sequenceNumber() < upTo) {
      int wanted = (int) Math.min(PAGE, upTo - folded.sequenceNumber());
      var page = EntityJournal.read(connection, id, folded.sequenceNumber(), wanted);
      if (page.isEmpty()) {
        throw new IllegalStateException(
            "the journal of " + id + " lacks entries before " + (upTo + 1));
      }
      for (var entry : page) {
        folded =
            after(
                folded,
                entry.sequenceNumber(),
                entry.record().event(),
                entry.record().occurredAt());
      }
    }
    return folded;
  }

  private Followed after(
      Followed before, long sequenceNumber, Object event, java.time.Instant occurredAt) {
    return new Followed(
        lifecycle.evolve(before.state(), (ExecutionEvent) event, occurredAt), sequenceNumber);
  }
}
