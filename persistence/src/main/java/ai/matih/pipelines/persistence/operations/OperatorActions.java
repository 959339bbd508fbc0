package ai.matih.pipelines.persistence.operations;

import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.query.ReadModelUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * The audit of what operators do to the system itself: noted before it is done, and what came of it
 * after. Blocking, thread-safe; every method throws {@link ReadModelUnavailable} if the database
 * does not answer.
 */
public final class OperatorActions {
  private static final String COLUMNS =
      "id, tenant_id, actor, origin, correlation_id, action, target, details::text, asked_at,"
          + " outcome";

  private final DataSource database;

  public OperatorActions(DataSource database) {
    this.database = database;
  }

  /**
   * Notes that something is about to be done.
   *
   * @param details a JSON object
   * @param onlyOnce a name that a second such action cannot have
   * @return its number, or empty if {@code onlyOnce} is taken
   */
  public OptionalLong begin(
      TenantId tenant,
      Cause cause,
      String action,
      String target,
      String details,
      Optional<String> onlyOnce) {
    try (var connection = database.getConnection();
        var insert =
            connection.prepareStatement(
                "INSERT INTO operator_action (tenant_id, actor, origin, correlation_id, action,"
                    + " target, details, only_once) VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?)"
                    + " ON CONFLICT (only_once) DO NOTHING RETURNING id")) {
      insert.setString(1, tenant.value());
      insert.setString(2, cause.actor());
      insert.setString(3, cause.origin().name());
      text(insert, 4, cause.correlationId());
      insert.setString(5, action);
      insert.setString(6, target);
      insert.setString(7, details);
      text(insert, 8, onlyOnce);
      try (var rows = insert.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }

  /** Notes what came of it; once. */
  public void end(long id, String outcome) {
    try (var connection = database.getConnection();
        var update =
            connection.prepareStatement(
                "UPDATE operator_action SET outcome = ? WHERE id = ? AND outcome IS NULL")) {
      update.setString(1, outcome);
      update.setLong(2, id);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }

  /** What was done to {@code targets}, whoever's operators did it, the oldest first. */
  public List<OperatorAction> of(Collection<String> targets) {
    try (var connection = database.getConnection();
        var select =
            connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM operator_action WHERE target = ANY (?) ORDER BY id")) {
      select.setArray(1, connection.createArrayOf("text", targets.toArray()));
      return read(select);
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }

  /** What operators of {@code tenant} did before the action {@code before}, the newest first. */
  public List<OperatorAction> newest(TenantId tenant, long before, int limit) {
    try (Connection connection = database.getConnection();
        var select =
            connection.prepareStatement(
                "SELECT "
                    + COLUMNS
                    + " FROM operator_action WHERE tenant_id = ? AND id < ?"
                    + " ORDER BY id DESC LIMIT ?")) {
      select.setString(1, tenant.value());
      select.setLong(2, before);
      select.setInt(3, limit);
      return read(select);
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }

  private static List<OperatorAction> read(PreparedStatement select) throws SQLException {
    List<OperatorAction> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new OperatorAction(
                rows.getLong(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                Optional.ofNullable(rows.getString(5)),
                rows.getString(6),
                rows.getString(7),
                rows.getString(8),
                rows.getTimestamp(9).toInstant(),
                Optional.ofNullable(rows.getString(10))));
      }
    }
    return List.copyOf(found);
  }

  private static void text(PreparedStatement statement, int index, Optional<String> value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setString(index, value.get());
    } else {
      statement.setNull(index, Types.VARCHAR);
    }
  }
}
