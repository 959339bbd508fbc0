package ai.matih.pipelines.persistence.projection.readmodel;

import ai.matih.pipelines.json.IsoTime;
import ai.matih.pipelines.persistence.projection.JournalEntry;
import ai.matih.pipelines.persistence.projection.Projection;
import ai.matih.pipelines.persistence.sql.Columns;
import ai.matih.pipelines.pipeline.PipelineCommand.Description;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.pipeline.PipelineStatus;
import ai.matih.pipelines.pipeline.Revision;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One row for each pipeline that is not deleted. Changes by people are rare and written one by one;
 * what runs leave behind comes often and is written once a batch for each pipeline.
 */
public final class PipelineList implements Projection {

  /**
   * What a batch tells of a run that may be its pipeline's newest; null where it does not.
   *
   * @param ticketed whether the batch promised the run, which makes it the newest
   */
  private record Last(
      String pipeline, boolean ticketed, String execution, String status, String endedAt) {}

  /**
   * Of each pipeline the run that the batch promised last, or, if it promised none, every run that
   * it ended: only the table knows then which is the newest.
   */
  private static final class LastRuns {
    private final Map<String, Map<String, Last>> byPipeline = new LinkedHashMap<>();
    private final Set<String> ticketed = new HashSet<>();

    void ticketed(String pipeline, String execution) {
      ticketed.add(pipeline);
      var only = new HashMap<String, Last>();
      only.put(execution, new Last(pipeline, true, execution, null, null));
      byPipeline.put(pipeline, only);
    }

    void ended(String pipeline, String execution, String status, String at) {
      boolean known = ticketed.contains(pipeline);
      var runs = byPipeline.computeIfAbsent(pipeline, id -> new HashMap<>());
      if (!known || runs.containsKey(execution)) {
        runs.put(execution, new Last(pipeline, known, execution, status, at));
      }
    }

    List<Last> all() {
      return byPipeline.values().stream().flatMap(runs -> runs.values().stream()).toList();
    }
  }

  @Override
  public void apply(List<JournalEntry> batch, Connection connection) throws SQLException {
    var last = new LastRuns();
    for (var entry : batch) {
      if (entry.persistenceId().startsWith("pipeline|")
          && !entry.eventName().equals("execution-start-noted")
          && !ticketed(entry, last)) {
        apply(entry, (PipelineEvent) entry.event(), connection, last);
      }
    }
    writeLast(connection, last.all());
  }

  /** Of a ticket, which holds a whole plan, the list needs no more than the run's id. */
  private static boolean ticketed(JournalEntry entry, LastRuns last) {
    if (!entry.eventName().equals("execution-ticketed")) {
      return false;
    }
    var id = entry.text(TICKETED_ID);
    id.ifPresent(run -> last.ticketed(entry.entityId(), run));
    return id.isPresent();
  }

  private static final List<String> TICKETED_ID = List.of("spec", "id");

  private static void apply(
      JournalEntry entry, PipelineEvent event, Connection connection, LastRuns last)
      throws SQLException {
    switch (event) {
      case PipelineEvent.PipelineCreated created -> create(connection, entry, created);
      case PipelineEvent.PipelineUpdated updated -> {
        describe(connection, entry, updated.description());
        revise(connection, entry, updated.revision());
      }
      case PipelineEvent.PipelineRolledBack rolledBack ->
          revise(connection, entry, rolledBack.revision());
      case PipelineEvent.PipelineActivated ignored ->
          setStatus(connection, entry, PipelineStatus.ACTIVE);
      case PipelineEvent.PipelinePaused ignored ->
          setStatus(connection, entry, PipelineStatus.PAUSED);
      case PipelineEvent.PipelineResumed ignored ->
          setStatus(connection, entry, PipelineStatus.ACTIVE);
      case PipelineEvent.PipelineArchived ignored ->
          setStatus(connection, entry, PipelineStatus.ARCHIVED);
      case PipelineEvent.PipelineDeleted ignored ->
          execute(connection, "DELETE FROM pipeline_view WHERE pipeline_id = ?", entry.entityId());
      case PipelineEvent.RequestNoted ignored -> {}
      case PipelineEvent.ExecutionTicketed ticketed ->
          last.ticketed(entry.entityId(), ticketed.spec().id().value());
      case PipelineEvent.BackfillEvent ignored -> {}
      case PipelineEvent.TriggerEvent ignored -> {}
      case PipelineEvent.IntervalDue ignored -> {}
      case PipelineEvent.IntervalsSkipped ignored -> {}
      case PipelineEvent.ExecutionStartNoted ignored -> {}
      case PipelineEvent.ExecutionEndNoted ended ->
          last.ended(
              entry.entityId(),
              ended.execution().value(),
              ended.status().name(),
              IsoTime.text(entry.head().occurredAt()));
    }
  }

  private static void create(
      Connection connection, JournalEntry entry, PipelineEvent.PipelineCreated created)
      throws SQLException {
    var description = created.description();
    execute(
        connection,
        """
        INSERT INTO pipeline_view (pipeline_id, tenant, name, version, description, tags, status,
          revision, revision_hash, engine, schedule, created_at, created_by, updated_at, updated_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (pipeline_id) DO NOTHING""",
        entry.entityId(),
        created.tenant().value(),
        description.name(),
        description.version(),
        description.description().orElse(null),
        tags(connection, description.tags()),
        PipelineStatus.CREATED.name(),
        created.revision().number(),
        created.revision().hash(),
        engine(created.revision()),
        schedule(created.revision()),
        at(entry),
        entry.head().cause().actor(),
        at(entry),
        entry.head().cause().actor());
  }

  private static void describe(Connection connection, JournalEntry entry, Description description)
      throws SQLException {
    execute(
        connection,
        "UPDATE pipeline_view SET version = ?, description = ?, tags = ? WHERE pipeline_id = ?",
        description.version(),
        description.description().orElse(null),
        tags(connection, description.tags()),
        entry.entityId());
  }

  private static void revise(Connection connection, JournalEntry entry, Revision revision)
      throws SQLException {
    execute(
        connection,
        """
        UPDATE pipeline_view SET revision = ?, revision_hash = ?, engine = ?, schedule = ?,
          updated_at = ?, updated_by = ?
        WHERE pipeline_id = ?""",
        revision.number(),
        revision.hash(),
        engine(revision),
        schedule(revision),
        at(entry),
        entry.head().cause().actor(),
        entry.entityId());
  }

  private static void setStatus(Connection connection, JournalEntry entry, PipelineStatus status)
      throws SQLException {
    execute(
        connection,
        "UPDATE pipeline_view SET status = ?, updated_at = ?, updated_by = ? WHERE pipeline_id = ?",
        status.name(),
        at(entry),
        entry.head().cause().actor(),
        entry.entityId());
  }

  private static void writeLast(Connection connection, List<Last> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (var columns =
        new Columns<>(
                connection,
                """
                UPDATE pipeline_view p
                SET last_execution_id = v.execution, last_status = v.status,
                    last_ended_at = v.ended_at
                FROM unnest(?::text[], ?::text[]::boolean[], ?::text[], ?::text[],
                            ?::text[]::timestamptz[])
                  AS v (pipeline_id, ticketed, execution, status, ended_at)
                WHERE p.pipeline_id = v.pipeline_id
                  AND (v.ticketed OR p.last_execution_id = v.execution)""",
                rows)
            .text(Last::pipeline)
            .text(last -> Boolean.toString(last.ticketed()))
            .text(Last::execution)
            .text(Last::status)
            .text(Last::endedAt)) {
      columns.update();
    }
  }

  private static String engine(Revision revision) {
    return revision.plan().engine().chosen().wireName();
  }

  private static String schedule(Revision revision) {
    return revision
        .definition()
        .orchestration()
        .schedule()
        .map(schedule -> schedule.cron() + " " + schedule.timezone().getId())
        .orElse(null);
  }

  private static Array tags(Connection connection, List<String> tags) throws SQLException {
    return connection.createArrayOf("text", tags.toArray());
  }

  private static OffsetDateTime at(JournalEntry entry) {
    return entry.head().occurredAt().atOffset(ZoneOffset.UTC);
  }

  private static void execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
