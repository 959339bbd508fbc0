package ai.matih.pipelines.persistence.query;

import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.RunHistory;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import javax.sql.DataSource;

/** Lists of runs, and what earlier runs took. Thread-safe. */
public final class ExecutionQueries {

  private static final int HISTORY = 10;

  private final DataSource database;

  public ExecutionQueries(DataSource database) {
    this.database = database;
  }

  /** What a list can be ordered by. */
  public enum Sort {
    SUBMITTED_AT("submitted_at"),
    STATUS("status"),
    PIPELINE_NAME("pipeline_name");

    private final String column;

    Sort(String column) {
      this.column = column;
    }
  }

  /** All of it must hold; empty sets do not filter. {@code since} is of the submission. */
  public record Filter(
      Optional<PipelineId> pipeline, Set<ExecutionStatus> statuses, Optional<Instant> since) {
    /** Every run of the tenant. */
    public static final Filter ALL = new Filter(Optional.empty(), Set.of(), Optional.empty());

    public Filter {
      statuses = Set.copyOf(statuses);
    }
  }

  /**
   * A run in a list.
   *
   * @param rowsIn read from sources
   * @param rowsOut written by loads
   * @param startedAt when its first step began
   * @param quality the lowest score of its checks
   */
  public record Row(
      ExecutionId id,
      PipelineId pipeline,
      String pipelineName,
      int revision,
      ExecutionId root,
      Optional<ExecutionId> resumeOf,
      String engine,
      Priority priority,
      String startedBy,
      ExecutionStatus status,
      int steps,
      int stepsEnded,
      int attempts,
      long rowsIn,
      long rowsOut,
      long bytesIn,
      long bytesOut,
      Instant submittedAt,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      Optional<BigDecimal> cost,
      String currency,
      OptionalDouble quality,
      Optional<String> failureCode,
      Optional<String> failureMessage) {}

  /** One page. Throws {@link ReadModelUnavailable}. */
  public Page<Row> list(
      TenantId tenant, Filter filter, Sort sort, Direction direction, PageRequest page) {
    return condition(tenant, filter)
        .page(
            database,
            "execution_view",
            "%1$s %2$s, execution_id %2$s".formatted(sort.column, direction),
            page,
            ExecutionQueries::row);
  }

  /** At most {@code count} behind {@code position}, newest submitted first, however deep. */
  public List<Row> behind(TenantId tenant, Filter filter, Position position, int count) {
    return condition(tenant, filter)
        .behind("submitted_at", "execution_id", position)
        .first(
            database,
            "execution_view",
            "submitted_at DESC, execution_id DESC",
            count,
            ExecutionQueries::row);
  }

  private static Condition condition(TenantId tenant, Filter filter) {
    var condition =
        new Condition(tenant.value())
            .andAnyOf("status = ANY (?)", filter.statuses().stream().map(Enum::name).toList());
    filter.pipeline().ifPresent(pipeline -> condition.and("pipeline_id = ?", pipeline.value()));
    filter
        .since()
        .ifPresent(since -> condition.and("submitted_at >= ?", since.atOffset(ZoneOffset.UTC)));
    return condition;
  }

  /** What the pipeline's newest succeeded runs took, ten at most. */
  public RunHistory history(TenantId tenant, PipelineId pipeline) {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                """
                SELECT rows_in, bytes_in, submitted_at, running_at, ended_at, cost
                FROM execution_view
                WHERE tenant = ? AND pipeline_id = ? AND status = 'SUCCEEDED' AND resume_of IS NULL
                ORDER BY submitted_at DESC LIMIT ?""")) {
      statement.setString(1, tenant.value());
      statement.setString(2, pipeline.value());
      statement.setInt(3, HISTORY);
      var runs = new ArrayList<RunHistory.Run>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var submitted = Values.time(rows, "submitted_at").orElseThrow();
          var began = Values.time(rows, "running_at").orElse(submitted);
          var took = Duration.between(began, Values.time(rows, "ended_at").orElseThrow());
          runs.add(
              new RunHistory.Run(
                  submitted,
                  rows.getLong("rows_in"),
                  rows.getLong("bytes_in"),
                  took.isNegative() ? Duration.ZERO : took,
                  rows.getBigDecimal("cost")));
        }
      }
      return new RunHistory(runs);
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    double quality = row.getDouble("quality");
    return new Row(
        new ExecutionId(row.getString("execution_id")),
        new PipelineId(row.getString("pipeline_id")),
        row.getString("pipeline_name"),
        row.getInt("revision"),
        new ExecutionId(row.getString("root_id")),
        Values.text(row, "resume_of").map(ExecutionId::new),
        row.getString("engine"),
        Priority.valueOf(row.getString("priority")),
        row.getString("started_by"),
        ExecutionStatus.valueOf(row.getString("status")),
        row.getInt("steps"),
        row.getInt("steps_ended"),
        row.getInt("attempts"),
        row.getLong("rows_in"),
        row.getLong("rows_out"),
        row.getLong("bytes_in"),
        row.getLong("bytes_out"),
        Values.time(row, "submitted_at").orElseThrow(),
        Values.time(row, "running_at"),
        Values.time(row, "ended_at"),
        Optional.ofNullable(row.getBigDecimal("cost")),
        row.getString("currency"),
        row.getObject("quality") == null ? OptionalDouble.empty() : OptionalDouble.of(quality),
        Values.text(row, "failure_code"),
        Values.text(row, "failure_message"));
  }
}
