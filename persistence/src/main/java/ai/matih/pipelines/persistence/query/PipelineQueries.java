package ai.matih.pipelines.persistence.query;

import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.PipelineStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Lists of pipelines; deleted ones are in none. Thread-safe. */
public final class PipelineQueries {

  private final DataSource database;

  public PipelineQueries(DataSource database) {
    this.database = database;
  }

  /** What a list can be ordered by. */
  public enum Sort {
    CREATED_AT("created_at"),
    UPDATED_AT("updated_at"),
    NAME("name");

    private final String column;

    Sort(String column) {
      this.column = column;
    }
  }

  /** All of it must hold; empty sets do not filter, of several tags each must be there. */
  public record Filter(Set<String> tags, Set<PipelineStatus> statuses, Optional<String> name) {
    /** Every pipeline of the tenant. */
    public static final Filter ALL = new Filter(Set.of(), Set.of(), Optional.empty());

    public Filter {
      tags = Set.copyOf(tags);
      statuses = Set.copyOf(statuses);
    }
  }

  /** A pipeline in a list. */
  public record Row(
      PipelineId id,
      String name,
      String version,
      Optional<String> description,
      List<String> tags,
      PipelineStatus status,
      int revision,
      String revisionHash,
      String engine,
      Optional<String> schedule,
      Instant createdAt,
      String createdBy,
      Instant updatedAt,
      String updatedBy,
      Optional<ExecutionId> lastExecution,
      Optional<String> lastStatus,
      Optional<Instant> lastEndedAt) {}

  /** One page. Throws {@link ReadModelUnavailable}. */
  public Page<Row> list(
      TenantId tenant, Filter filter, Sort sort, Direction direction, PageRequest page) {
    return condition(tenant, filter)
        .page(
            database,
            "pipeline_view",
            "%1$s %2$s, pipeline_id %2$s".formatted(sort.column, direction),
            page,
            PipelineQueries::row);
  }

  /** At most {@code count} behind {@code position}, newest created first, however deep. */
  public List<Row> behind(TenantId tenant, Filter filter, Position position, int count) {
    return condition(tenant, filter)
        .behind("created_at", "pipeline_id", position)
        .first(
            database,
            "pipeline_view",
            "created_at DESC, pipeline_id DESC",
            count,
            PipelineQueries::row);
  }

  private static Condition condition(TenantId tenant, Filter filter) {
    var condition =
        new Condition(tenant.value())
            .andAnyOf("tags @> ?", filter.tags())
            .andAnyOf("status = ANY (?)", filter.statuses().stream().map(Enum::name).toList());
    filter.name().ifPresent(name -> condition.and("name = ?", name));
    return condition;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new PipelineId(row.getString("pipeline_id")),
        row.getString("name"),
        row.getString("version"),
        Values.text(row, "description"),
        Values.texts(row, "tags"),
        PipelineStatus.valueOf(row.getString("status")),
        row.getInt("revision"),
        row.getString("revision_hash"),
        row.getString("engine"),
        Values.text(row, "schedule"),
        Values.time(row, "created_at").orElseThrow(),
        row.getString("created_by"),
        Values.time(row, "updated_at").orElseThrow(),
        row.getString("updated_by"),
        Values.text(row, "last_execution_id").map(ExecutionId::new),
        Values.text(row, "last_status"),
        Values.time(row, "last_ended_at"));
  }
}
