package ai.matih.pipelines.persistence.projection.readmodel;

import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.Metrics;
import ai.matih.pipelines.execution.StepRun;
import ai.matih.pipelines.json.IsoTime;
import ai.matih.pipelines.persistence.projection.FollowedRuns;
import ai.matih.pipelines.persistence.projection.JournalEntry;
import ai.matih.pipelines.persistence.projection.Projection;
import ai.matih.pipelines.persistence.sql.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One row for each run: its state in short, written once a batch however many events it had, and
 * only if the batch changed what it shows.
 */
public final class ExecutionList implements Projection {

  private final FollowedRuns runs = new FollowedRuns();

  /** A run as it is shown. */
  private record Row(Execution run, Metrics metrics) {

    Row(Execution run) {
      this(run, run.metrics());
    }

    String id() {
      return run.pinned().id().value();
    }

    long stepsEnded() {
      return run.steps().values().stream().filter(StepRun::finished).count();
    }

    /** When its first step began; by the engine's clock. */
    String began() {
      return run.steps().values().stream()
          .flatMap(step -> step.startedAt().stream())
          .min(Instant::compareTo)
          .map(IsoTime::text)
          .orElse(null);
    }

    String ended() {
      return run.end().map(end -> IsoTime.text(end.at())).orElse(null);
    }

    String cost() {
      return run.end().map(end -> end.cost().toString()).orElse(null);
    }

    String quality() {
      return run.qualityScore().map(Object::toString).orElse(null);
    }

    String failure(Function<Failure, String> part) {
      return run.end().flatMap(Execution.End::failure).map(part).orElse(null);
    }
  }

  @Override
  public void apply(List<JournalEntry> batch, Connection connection) throws SQLException {
    var begun = new LinkedHashMap<String, Execution>();
    var changed = new LinkedHashMap<String, FollowedRuns.Change>();
    for (var entry : batch) {
      if (FollowedRuns.isOfRun(entry)) {
        var id = entry.persistenceId();
        var change = runs.follow(entry, connection);
        if (change.before().spec().isEmpty() || change.again() || begun.containsKey(id)) {
          begun.put(id, change.after());
        } else {
          var earlier = changed.getOrDefault(id, change);
          changed.put(id, new FollowedRuns.Change(earlier.before(), change.after()));
        }
      }
    }
    changed.keySet().removeAll(begun.keySet());
    insert(connection, begun.values().stream().map(Row::new).toList());
    update(
        connection,
        changed.values().stream()
            .filter(ExecutionList::shows)
            .map(change -> new Row(change.after()))
            .toList());
  }

  /** Whether the row of the run differs; an end is final. */
  private static boolean shows(FollowedRuns.Change change) {
    var before = change.before();
    var after = change.after();
    return before.steps() != after.steps()
        || before.end().isPresent() != after.end().isPresent()
        || before.status() != after.status()
        || before.attempts().size() != after.attempts().size();
  }

  private static void insert(Connection connection, List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (var columns = new Columns<>(connection, INSERT, rows)) {
      changing(columns.text(Row::id))
          .text(row -> row.run().pinned().tenant().value())
          .text(row -> row.run().pinned().pipeline().value())
          .text(row -> row.run().plan().pipelineName())
          .number(row -> (long) row.run().pinned().revision())
          .text(row -> row.run().pinned().root().value())
          .text(row -> row.run().pinned().resumeOf().map(Object::toString).orElse(null))
          .text(row -> row.run().plan().engine().chosen().wireName())
          .text(row -> row.run().pinned().priority().name())
          .text(row -> row.run().pinned().startedBy())
          .number(row -> (long) row.run().steps().size())
          .text(row -> IsoTime.text(row.run().pinned().submittedAt()))
          .text(row -> row.run().pinned().prices().currency())
          .update();
    }
  }

  private static void update(Connection connection, List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (var columns = new Columns<>(connection, UPDATE, rows)) {
      changing(columns.text(Row::id)).update();
    }
  }

  private static Columns<Row> changing(Columns<Row> columns) throws SQLException {
    return columns
        .text(row -> row.run().status().name())
        .number(Row::stepsEnded)
        .number(row -> (long) row.run().attempts().size())
        .number(row -> row.metrics().rowsRead())
        .number(row -> row.metrics().rowsWritten())
        .number(row -> row.metrics().bytesRead())
        .number(row -> row.metrics().bytesWritten())
        .number(row -> row.metrics().cpuMillis())
        .text(Row::began)
        .text(Row::ended)
        .text(Row::cost)
        .text(Row::quality)
        .text(row -> row.failure(failure -> failure.failureClass().name()))
        .text(row -> row.failure(Failure::code))
        .text(row -> row.failure(Failure::message));
  }

  /** A column with the type in which its values travel. */
  private record Column(String name, String type) {
    static final Column ID = new Column("execution_id", "text[]");
  }

  /** What changes while it runs, in the order of {@link #changing}. */
  private static final List<Column> CHANGING =
      List.of(
          new Column("status", "text[]"),
          new Column("steps_ended", "bigint[]"),
          new Column("attempts", "bigint[]"),
          new Column("rows_in", "bigint[]"),
          new Column("rows_out", "bigint[]"),
          new Column("bytes_in", "bigint[]"),
          new Column("bytes_out", "bigint[]"),
          new Column("cpu_millis", "bigint[]"),
          new Column("running_at", "text[]::timestamptz[]"),
          new Column("ended_at", "text[]::timestamptz[]"),
          new Column("cost", "text[]::numeric[]"),
          new Column("quality", "text[]::double precision[]"),
          new Column("failure_class", "text[]"),
          new Column("failure_code", "text[]"),
          new Column("failure_message", "text[]"));

  /** What is pinned when it starts, in the order of {@link #insert}. */
  private static final List<Column> PINNED =
      List.of(
          new Column("tenant", "text[]"),
          new Column("pipeline_id", "text[]"),
          new Column("pipeline_name", "text[]"),
          new Column("revision", "bigint[]"),
          new Column("root_id", "text[]"),
          new Column("resume_of", "text[]"),
          new Column("engine", "text[]"),
          new Column("priority", "text[]"),
          new Column("started_by", "text[]"),
          new Column("steps", "bigint[]"),
          new Column("submitted_at", "text[]::timestamptz[]"),
          new Column("currency", "text[]"));

  private static final String INSERT =
      "INSERT INTO execution_view (%s) SELECT * FROM unnest(%s) ON CONFLICT (execution_id) DO UPDATE SET %s"
          .formatted(
              each(all(CHANGING, PINNED), Column::name),
              each(all(CHANGING, PINNED), column -> "?::" + column.type()),
              each(
                  all(CHANGING, PINNED), column -> column.name() + " = excluded." + column.name()));

  private static final String UPDATE =
      "UPDATE execution_view e SET %s FROM unnest(%s) AS v (%s) WHERE e.execution_id = v.execution_id"
          .formatted(
              each(CHANGING, column -> column.name() + " = v." + column.name()),
              each(all(CHANGING, List.of()), column -> "?::" + column.type()),
              each(all(CHANGING, List.of()), Column::name));

  private static List<Column> all(List<Column> some, List<Column> more) {
    return Stream.of(List.of(Column.ID), some, more).flatMap(List::stream).toList();
  }

  private static String each(List<Column> columns, Function<Column, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }
}
