package ai.matih.pipelines.persistence.operations;

import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.query.ReadModelUnavailable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * Who applied which pipelines, connections and variables from files, by a label that the author of
 * the files chooses. Blocking, thread-safe; every method throws {@link ReadModelUnavailable} if the
 * database does not answer.
 */
public final class AppliedResources {
  private final DataSource database;

  public AppliedResources(DataSource database) {
    this.database = database;
  }

  /**
   * Something applied.
   *
   * @param kind {@code pipeline}, {@code connection} or {@code variable}
   * @param identity of a pipeline its id, else the name
   */
  public record Resource(String kind, String name, String identity) {}

  /** A resource and whose it is. */
  public record Owned(Resource resource, String owner, Instant appliedAt, String appliedBy) {}

  /** What {@code owner} has applied, by kind and name. */
  public List<Owned> of(TenantId tenant, String owner) {
    return read(
        "SELECT kind, name, identity, owner, applied_at, applied_by FROM applied_resource"
            + " WHERE tenant_id = ? AND owner = ? ORDER BY kind, name",
        tenant,
        owner);
  }

  /**
   * Notes that {@code owner} has applied these. What another owner has stays theirs, unless it was
   * made anew since.
   *
   * @return those that stay another's
   */
  public List<Owned> claim(
      TenantId tenant, String owner, String subject, Collection<Resource> resources) {
    List<Owned> others = new ArrayList<>();
    try (var connection = database.getConnection();
        var insert =
            connection.prepareStatement(
                """
                INSERT INTO applied_resource AS a
                  (tenant_id, kind, name, identity, owner, applied_by)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant_id, kind, name) DO UPDATE
                SET identity = excluded.identity, owner = excluded.owner,
                    applied_at = clock_timestamp(), applied_by = excluded.applied_by
                WHERE a.owner = excluded.owner OR a.identity <> excluded.identity""")) {
      for (Resource one : resources) {
        insert.setString(1, tenant.value());
        insert.setString(2, one.kind());
        insert.setString(3, one.name());
        insert.setString(4, one.identity());
        insert.setString(5, owner);
        insert.setString(6, subject);
        if (insert.executeUpdate() == 0) {
          others.addAll(
              read(
                  "SELECT kind, name, identity, owner, applied_at, applied_by"
                      + " FROM applied_resource WHERE tenant_id = ? AND kind = ? AND name = ?",
                  tenant,
                  one.kind(),
                  one.name()));
        }
      }
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
    return List.copyOf(others);
  }

  /** Forgets that {@code owner} has applied these. */
  public void release(TenantId tenant, String owner, Collection<Resource> resources) {
    try (var connection = database.getConnection();
        var delete =
            connection.prepareStatement(
                "DELETE FROM applied_resource"
                    + " WHERE tenant_id = ? AND owner = ? AND kind = ? AND name = ?")) {
      for (Resource one : resources) {
        delete.setString(1, tenant.value());
        delete.setString(2, owner);
        delete.setString(3, one.kind());
        delete.setString(4, one.name());
        delete.addBatch();
      }
      delete.executeBatch();
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }

  private List<Owned> read(String sql, TenantId tenant, String... values) {
    List<Owned> found = new ArrayList<>();
    try (var connection = database.getConnection();
        var select = connection.prepareStatement(sql)) {
      select.setString(1, tenant.value());
      for (int i = 0; i < values.length; i++) {
        select.setString(i + 2, values[i]);
      }
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Owned(
                  new Resource(rows.getString(1), rows.getString(2), rows.getString(3)),
                  rows.getString(4),
                  rows.getTimestamp(5).toInstant(),
                  rows.getString(6)));
        }
      }
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
    return List.copyOf(found);
  }
}
