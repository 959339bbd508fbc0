package ai.matih.pipelines.persistence.projection.readmodel;

import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.StepRun;
import ai.matih.pipelines.persistence.projection.FollowedRuns;
import ai.matih.pipelines.persistence.projection.JournalEntry;
import ai.matih.pipelines.persistence.projection.Projection;
import ai.matih.pipelines.persistence.sql.Columns;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One row for each run: its state in short, written once a batch however many events it had. */
public final class ExecutionList implements Projection {

  private final FollowedRuns runs = new FollowedRuns();

  @Override
  public void apply(List<JournalEntry> batch, Connection connection) throws SQLException {
    var changed = new LinkedHashMap<String, Execution>();
    for (var entry : batch) {
      if (FollowedRuns.isOfRun(entry)) {
        changed.put(entry.persistenceId(), runs.follow(entry, connection).after());
      }
    }
    if (!changed.isEmpty()) {
      write(connection, new ArrayList<>(changed.values()));
    }
  }

  private static void write(Connection connection, List<Execution> states) throws SQLException {
    try (var columns = new Columns<>(connection, UPSERT, states)) {
      columns
          .text(run -> run.pinned().id().value())
          .text(run -> run.pinned().tenant().value())
          .text(run -> run.pinned().pipeline().value())
          .text(run -> run.plan().pipelineName())
          .number(run -> (long) run.pinned().revision())
          .text(run -> run.pinned().root().value())
          .text(run -> run.pinned().resumeOf().map(Object::toString).orElse(null))
          .text(run -> run.plan().engine().chosen().wireName())
          .text(run -> run.pinned().priority().name())
          .text(run -> run.pinned().startedBy())
          .text(run -> run.status().name())
          .text(run -> Boolean.toString(run.end().map(Execution.End::settled).orElse(false)))
          .number(run -> (long) run.steps().size())
          .number(run -> run.steps().values().stream().filter(StepRun::finished).count())
          .number(run -> (long) run.attempts().size())
          .number(run -> run.metrics().rowsRead())
          .number(run -> run.metrics().rowsWritten())
          .number(run -> run.metrics().bytesRead())
          .number(run -> run.metrics().bytesWritten())
          .number(run -> run.metrics().cpuMillis())
          .text(run -> run.pinned().submittedAt().toString())
          .text(run -> began(run).map(Instant::toString).orElse(null))
          .text(run -> run.end().map(end -> end.at().toString()).orElse(null))
          .text(run -> run.end().map(Execution.End::cost).map(BigDecimal::toString).orElse(null))
          .text(run -> run.pinned().prices().currency())
          .text(run -> run.qualityScore().map(Object::toString).orElse(null))
          .text(failure(failure -> failure.failureClass().name()))
          .text(failure(Failure::code))
          .text(failure(Failure::message))
          .update();
    }
  }

  /** When its first step began; by the engine's clock. */
  private static Optional<Instant> began(Execution run) {
    return run.steps().values().stream()
        .flatMap(step -> step.startedAt().stream())
        .min(Instant::compareTo);
  }

  private static Function<Execution, String> failure(Function<Failure, String> part) {
    return run -> run.end().flatMap(Execution.End::failure).map(part).orElse(null);
  }

  private static final Map<String, String> COLUMNS = columns();

  /** Every column with the type in which its values travel. */
  private static Map<String, String> columns() {
    var columns = new LinkedHashMap<String, String>();
    columns.put("execution_id", "text");
    columns.put("tenant", "text");
    columns.put("pipeline_id", "text");
    columns.put("pipeline_name", "text");
    columns.put("revision", "bigint");
    columns.put("root_id", "text");
    columns.put("resume_of", "text");
    columns.put("engine", "text");
    columns.put("priority", "text");
    columns.put("started_by", "text");
    columns.put("status", "text");
    columns.put("settled", "text[]::boolean");
    columns.put("steps", "bigint");
    columns.put("steps_ended", "bigint");
    columns.put("attempts", "bigint");
    columns.put("rows_in", "bigint");
    columns.put("rows_out", "bigint");
    columns.put("bytes_in", "bigint");
    columns.put("bytes_out", "bigint");
    columns.put("cpu_millis", "bigint");
    columns.put("submitted_at", "text[]::timestamptz");
    columns.put("running_at", "text[]::timestamptz");
    columns.put("ended_at", "text[]::timestamptz");
    columns.put("cost", "text[]::numeric");
    columns.put("currency", "text");
    columns.put("quality", "text[]::double precision");
    columns.put("failure_class", "text");
    columns.put("failure_code", "text");
    columns.put("failure_message", "text");
    return columns;
  }

  private static final String UPSERT =
      "INSERT INTO execution_view ("
          + String.join(", ", COLUMNS.keySet())
          + ") SELECT * FROM unnest("
          + String.join(", ", COLUMNS.values().stream().map(type -> "?::" + type + "[]").toList())
          + ") ON CONFLICT (execution_id) DO UPDATE SET "
          + String.join(
              ", ", COLUMNS.keySet().stream().map(name -> name + " = excluded." + name).toList());
}
