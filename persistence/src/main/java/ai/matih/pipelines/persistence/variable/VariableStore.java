package ai.matih.pipelines.persistence.variable;

import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.query.ReadModelUnavailable;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Variables with every revision they had. A change is durable when its method returns, and the next
 * read sees it. Blocking, thread-safe; every method throws {@link ReadModelUnavailable} if the
 * database does not answer.
 */
public final class VariableStore {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final String COLUMNS =
      "name, revision, value::text, changed_at, changed_by, origin, correlation_id";
  private static final String NEWEST =
      "SELECT DISTINCT ON (name) "
          + COLUMNS
          + " FROM variable_revision WHERE tenant_id = ? %s ORDER BY name, revision DESC";

  private final DataSource database;

  public VariableStore(DataSource database) {
    this.database = database;
  }

  /** Those that are set, by name. */
  public List<VariableRevision> list(TenantId tenant) {
    return read(NEWEST.formatted(""), statement -> statement.setString(1, tenant.value())).stream()
        .filter(one -> one.value().isPresent())
        .toList();
  }

  /** The values of those of {@code names} that are set. */
  public Map<String, Object> values(TenantId tenant, Collection<String> names) {
    Map<String, Object> values = new HashMap<>();
    read(
            NEWEST.formatted("AND name = ANY (?)"),
            statement -> {
              statement.setString(1, tenant.value());
              statement.setArray(
                  2, statement.getConnection().createArrayOf("text", names.toArray()));
            })
        .forEach(one -> one.value().ifPresent(value -> values.put(one.name(), value)));
    return Map.copyOf(values);
  }

  /** Every revision of one, the newest first; empty if there never was one. */
  public List<VariableRevision> history(TenantId tenant, String name) {
    return read(
        "SELECT "
            + COLUMNS
            + " FROM variable_revision WHERE tenant_id = ? AND name = ?"
            + " ORDER BY revision DESC LIMIT 1000",
        statement -> {
          statement.setString(1, tenant.value());
          statement.setString(2, name);
        });
  }

  /**
   * Sets one, or ends it if {@code value} is empty. A value that it has already makes no revision.
   *
   * @return the newest revision; empty if there was nothing to end
   */
  public Optional<VariableRevision> change(
      TenantId tenant, String name, Optional<Object> value, Cause cause) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        lock(connection, tenant, name);
        Optional<VariableRevision> last = newest(connection, tenant, name);
        Optional<Object> before = last.flatMap(VariableRevision::value);
        if (before.equals(value)) {
          connection.rollback();
          return value.isPresent() ? last : Optional.empty();
        }
        int revision = last.map(VariableRevision::revision).orElse(0) + 1;
        insert(connection, tenant, name, revision, value, cause);
        Optional<VariableRevision> made = newest(connection, tenant, name);
        connection.commit();
        return made;
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }

  private static void lock(Connection connection, TenantId tenant, String name)
      throws SQLException {
    try (var statement =
        connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 1))")) {
      statement.setString(1, "variable " + tenant + "/" + name);
      statement.execute();
    }
  }

  private static Optional<VariableRevision> newest(
      Connection connection, TenantId tenant, String name) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM variable_revision WHERE tenant_id = ? AND name = ?"
                + " ORDER BY revision DESC LIMIT 1")) {
      select.setString(1, tenant.value());
      select.setString(2, name);
      return rows(select).stream().findFirst();
    }
  }

  private static void insert(
      Connection connection,
      TenantId tenant,
      String name,
      int revision,
      Optional<Object> value,
      Cause cause)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO variable_revision (tenant_id, name, revision, value, changed_by, origin,"
                + " correlation_id) VALUES (?, ?, ?, ?::jsonb, ?, ?, ?)")) {
      insert.setString(1, tenant.value());
      insert.setString(2, name);
      insert.setInt(3, revision);
      text(insert, 4, value.map(VariableStore::json));
      insert.setString(5, cause.actor());
      insert.setString(6, cause.origin().name());
      text(insert, 7, cause.correlationId());
      insert.executeUpdate();
    }
  }

  private static void text(PreparedStatement statement, int index, Optional<String> value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setString(index, value.get());
    } else {
      statement.setNull(index, Types.VARCHAR);
    }
  }

  private interface Filling {
    void fill(PreparedStatement statement) throws SQLException;
  }

  private List<VariableRevision> read(String sql, Filling filling) {
    try (var connection = database.getConnection();
        var select = connection.prepareStatement(sql)) {
      filling.fill(select);
      return rows(select);
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }

  private static List<VariableRevision> rows(PreparedStatement select) throws SQLException {
    List<VariableRevision> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new VariableRevision(
                rows.getString(1),
                rows.getInt(2),
                Optional.ofNullable(rows.getString(3)).map(VariableStore::value),
                rows.getTimestamp(4).toInstant(),
                rows.getString(5),
                rows.getString(6),
                Optional.ofNullable(rows.getString(7))));
      }
    }
    return List.copyOf(found);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no scalar: " + value.getClass(), e);
    }
  }

  private static Object value(String json) {
    try {
      return JSON.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database keeps JSON only", e);
    }
  }
}
