package ai.matih.pipelines.persistence.lease;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.WorkLeases.Lease;
import ai.matih.pipelines.engine.WorkLeases.State;
import ai.matih.pipelines.persistence.journal.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads rows of {@code work_lease}. Orders are large and never change, so recent ones are kept and
 * not fetched again. Not thread-safe: one for each writer.
 */
final class LeaseRows {

  /** What {@link #read} needs of a row; the order is fetched only if it is not at hand. */
  static final String COLUMNS =
      """
       w.work_id, w.instance, w.state, w.owner, w.epoch, w.cancel_asked, w.watch, w.progress, \
      w.result, w.failure, \
      coalesce(w.state = 'RUNNING' AND w.lease_until < now(), false) AS expired, \
      w.stage_order IS NOT NULL AS ordered""";

  private static final int KEPT = 2_000;

  private final Map<String, StageOrder> orders =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StageOrder> eldest) {
          return size() > KEPT;
        }
      };

  void keep(AttemptId work, StageOrder order) {
    orders.put(work.toString(), order);
  }

  /** All rows that {@code statement} returns, by work id. */
  Map<String, Lease> read(Connection connection, PreparedStatement statement) throws SQLException {
    var rows = new LinkedHashMap<String, Row>();
    try (var result = statement.executeQuery()) {
      while (result.next()) {
        rows.put(result.getString("work_id"), row(result));
      }
    }
    fetchOrders(connection, rows);
    var leases = new LinkedHashMap<String, Lease>();
    rows.forEach((work, row) -> leases.put(work, lease(work, row)));
    return leases;
  }

  static String json(Object value) {
    try {
      return Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + e.getMessage(), e);
    }
  }

  private record Row(
      String instance,
      State state,
      Optional<String> owner,
      long epoch,
      boolean expired,
      boolean cancelAsked,
      long watch,
      boolean ordered,
      List<StepReport> progress,
      Optional<StageResult> result,
      Optional<Failure> failure) {}

  private static Row row(ResultSet row) throws SQLException {
    var progress = new ArrayList<StepReport>();
    for (var report : (String[]) row.getArray("progress").getArray()) {
      progress.add(parse(report, StepReport.class));
    }
    return new Row(
        row.getString("instance"),
        State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("owner")),
        row.getLong("epoch"),
        row.getBoolean("expired"),
        row.getBoolean("cancel_asked"),
        row.getLong("watch"),
        row.getBoolean("ordered"),
        List.copyOf(progress),
        Optional.ofNullable(row.getString("result")).map(text -> parse(text, StageResult.class)),
        Optional.ofNullable(row.getString("failure")).map(text -> parse(text, Failure.class)));
  }

  private Lease lease(String work, Row row) {
    return new Lease(
        AttemptId.parse(work),
        row.instance(),
        row.state(),
        row.owner(),
        row.epoch(),
        row.expired(),
        row.cancelAsked(),
        row.watch(),
        row.ordered() ? Optional.of(orders.get(work)) : Optional.empty(),
        row.progress(),
        row.result(),
        row.failure());
  }

  private void fetchOrders(Connection connection, Map<String, Row> rows) throws SQLException {
    var missing =
        rows.entrySet().stream()
            .filter(row -> row.getValue().ordered() && !orders.containsKey(row.getKey()))
            .map(Map.Entry::getKey)
            .toArray();
    if (missing.length == 0) {
      return;
    }
    try (var statement =
        connection.prepareStatement(
            "SELECT work_id, stage_order FROM work_lease WHERE work_id = ANY (?)")) {
      statement.setArray(1, connection.createArrayOf("text", missing));
      try (var result = statement.executeQuery()) {
        while (result.next()) {
          orders.put(result.getString(1), parse(result.getString(2), StageOrder.class));
        }
      }
    }
  }

  private static <T> T parse(String text, Class<T> type) {
    try {
      return Json.MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "a row of work_lease cannot be read as "
              + type.getSimpleName()
              + "; another release wrote it: "
              + e.getOriginalMessage(),
          e);
    }
  }
}
