package ai.matih.pipelines.persistence.trigger;

import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.trigger.Watch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which pipelines wait for which datasets, in table {@code dataset_interest} and in memory: one
 * reader of the journal in the cluster writes both. Not thread-safe.
 */
final class DatasetInterest {
  private final Map<TenantId, Map<PipelineId, Set<String>>> wanted = new HashMap<>();

  /** Everything that is stored. */
  static DatasetInterest read(Connection connection) throws SQLException {
    var interest = new DatasetInterest();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT tenant_id, pipeline_id, dataset FROM dataset_interest")) {
      while (rows.next()) {
        interest
            .of(new TenantId(rows.getString(1)))
            .computeIfAbsent(new PipelineId(rows.getString(2)), ignored -> new HashSet<>())
            .add(rows.getString(3));
      }
    }
    return interest;
  }

  /** From now on {@code pipeline} waits for what its triggers watch. */
  void set(Connection connection, TenantId tenant, PipelineId pipeline, List<Watch> watches)
      throws SQLException {
    Set<String> datasets =
        watches.stream().flatMap(watch -> watch.datasets().stream()).collect(Collectors.toSet());
    try (var delete =
            connection.prepareStatement("DELETE FROM dataset_interest WHERE pipeline_id = ?");
        var insert =
            connection.prepareStatement(
                "INSERT INTO dataset_interest (pipeline_id, dataset, tenant_id)"
                    + " SELECT ?, dataset, ? FROM unnest(?) AS dataset")) {
      delete.setString(1, pipeline.value());
      delete.executeUpdate();
      insert.setString(1, pipeline.value());
      insert.setString(2, tenant.value());
      insert.setArray(3, connection.createArrayOf("text", datasets.toArray()));
      insert.executeUpdate();
    }
    if (datasets.isEmpty()) {
      of(tenant).remove(pipeline);
    } else {
      of(tenant).put(pipeline, datasets);
    }
  }

  private Map<PipelineId, Set<String>> of(TenantId tenant) {
    return wanted.computeIfAbsent(tenant, ignored -> new HashMap<>());
  }

  /** Whether any pipeline of {@code tenant} waits for anything. */
  boolean any(TenantId tenant) {
    return !wanted.getOrDefault(tenant, Map.of()).isEmpty();
  }

  /** The pipelines of {@code tenant} that wait for a dataset of one of these names. */
  Collection<PipelineId> of(TenantId tenant, Set<String> names) {
    var found = new TreeSet<PipelineId>(java.util.Comparator.comparing(PipelineId::value));
    wanted
        .getOrDefault(tenant, Map.of())
        .forEach(
            (pipeline, datasets) -> {
              if (datasets.stream().anyMatch(names::contains)) {
                found.add(pipeline);
              }
            });
    return found;
  }
}
