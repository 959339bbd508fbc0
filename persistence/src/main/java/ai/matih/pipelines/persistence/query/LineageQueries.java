package ai.matih.pipelines.persistence.query;

import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionLifecycle;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.persistence.journal.EntityJournal;
import ai.matih.pipelines.persistence.projection.lineage.LineageEvents;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The lineage of a run, made from its journal, so it is whole whatever receivers there are. */
public final class LineageQueries {

  private static final int PAGE = 1_000;

  private final DataSource database;
  private final LineageEvents events = new LineageEvents();

  public LineageQueries(DataSource database) {
    this.database = database;
  }

  /**
   * Its OpenLineage events in order, as JSON; whose run it is has to be checked before. Throws
   * {@link ReadModelUnavailable}.
   */
  public List<String> of(ExecutionId execution) {
    var lifecycle = new ExecutionLifecycle();
    var told = new ArrayList<String>();
    Execution state = lifecycle.empty();
    long after = 0;
    try (var connection = database.getConnection()) {
      while (true) {
        var page = EntityJournal.read(connection, "execution|" + execution, after, PAGE);
        for (var entry : page) {
          var at = entry.record().occurredAt();
          var next = lifecycle.evolve(state, (ExecutionEvent) entry.record().event(), at);
          told.addAll(events.of(state, next, at));
          state = next;
          after = entry.sequenceNumber();
        }
        if (page.size() < PAGE) {
          return List.copyOf(told);
        }
      }
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }
}
