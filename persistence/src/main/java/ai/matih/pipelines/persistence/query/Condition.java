package ai.matih.pipelines.persistence.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * The conditions of one list query, all bound as parameters; the tenant is always the first. Column
 * names come from this package's own text and enums, never from a caller.
 */
final class Condition {

  private final StringBuilder sql = new StringBuilder("tenant = ?");
  private final List<Object> values = new ArrayList<>();

  Condition(String tenant) {
    values.add(tenant);
  }

  /** Adds {@code expression}, which has one {@code ?}. */
  Condition and(String expression, Object value) {
    sql.append(" AND ").append(expression);
    values.add(value);
    return this;
  }

  /** Adds {@code expression}, whose {@code ?} is an array of texts; nothing if there are none. */
  Condition andAnyOf(String expression, Collection<String> texts) {
    return texts.isEmpty() ? this : and(expression, texts.toArray(String[]::new));
  }

  /** Only what a list that is ordered newest first has behind {@code position}. */
  Condition behind(String timeColumn, String idColumn, Position position) {
    sql.append(" AND (%s, %s) < (?, ?)".formatted(timeColumn, idColumn));
    values.add(position.time().atOffset(ZoneOffset.UTC));
    values.add(position.id());
    return this;
  }

  @FunctionalInterface
  interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** One page of {@code table} in the order of {@code orderBy}, with the total. */
  <T> Page<T> page(
      DataSource database, String table, String orderBy, PageRequest request, Reading<T> reading) {
    try (var connection = database.getConnection()) {
      var elements = new ArrayList<T>();
      try (var statement =
          connection.prepareStatement(
              "SELECT * FROM %s WHERE %s ORDER BY %s LIMIT ? OFFSET ?"
                  .formatted(table, sql, orderBy))) {
        int next = bind(connection, statement);
        statement.setInt(next, request.size());
        statement.setInt(next + 1, request.offset());
        try (var rows = statement.executeQuery()) {
          while (rows.next()) {
            elements.add(reading.read(rows));
          }
        }
      }
      boolean last =
          elements.size() < request.size() && (request.page() == 0 || !elements.isEmpty());
      long total = last ? request.offset() + elements.size() : count(connection, table);
      return new Page<>(elements, total);
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }

  /** The first {@code limit} in the order of {@code orderBy}; an index leads to them at once. */
  <T> List<T> first(
      DataSource database, String table, String orderBy, int limit, Reading<T> reading) {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "SELECT * FROM %s WHERE %s ORDER BY %s LIMIT ?".formatted(table, sql, orderBy))) {
      statement.setInt(bind(connection, statement), limit);
      var elements = new ArrayList<T>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          elements.add(reading.read(rows));
        }
      }
      return elements;
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }

  private long count(Connection connection, String table) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT ?) counted"
                .formatted(table, sql))) {
      statement.setInt(bind(connection, statement), PageRequest.REACH);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private int bind(Connection connection, PreparedStatement statement) throws SQLException {
    int index = 1;
    for (var value : values) {
      if (value instanceof String[] texts) {
        statement.setArray(index++, connection.createArrayOf("text", texts));
      } else {
        statement.setObject(index++, value);
      }
    }
    return index;
  }
}
