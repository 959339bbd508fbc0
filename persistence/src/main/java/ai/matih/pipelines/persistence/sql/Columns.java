package ai.matih.pipelines.persistence.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The parameters of a statement over many rows: each column travels as one array, and the statement
 * unfolds them with {@code unnest}. One plan and one round trip, however many rows.
 */
public final class Columns<R> implements AutoCloseable {

  private final Connection connection;
  private final PreparedStatement statement;
  private final List<R> rows;
  private int column;

  public Columns(Connection connection, String sql, List<R> rows) throws SQLException {
    this.connection = connection;
    this.statement = connection.prepareStatement(sql);
    this.rows = rows;
  }

  /** Text; also times and decimals, to be cast in SQL ({@code ?::text[]::timestamptz[]}). */
  public Columns<R> text(Function<R, String> value) throws SQLException {
    return array("text", value, String[]::new);
  }

  public Columns<R> number(Function<R, Long> value) throws SQLException {
    return array("bigint", value, Long[]::new);
  }

  /** A list of texts for each row, to be read in SQL with {@code ::text[]}. */
  public Columns<R> texts(Function<R, List<String>> value) throws SQLException {
    var literals = new String[rows.size()];
    for (int i = 0; i < literals.length; i++) {
      literals[i] = connection.createArrayOf("text", value.apply(rows.get(i)).toArray()).toString();
    }
    statement.setArray(++column, connection.createArrayOf("text", literals));
    return this;
  }

  /** Executes the statement and tells how many rows it touched. */
  public int update() throws SQLException {
    return statement.executeUpdate();
  }

  /** The statement, its parameters set. */
  public PreparedStatement statement() {
    return statement;
  }

  /** Typed, so that the driver sends it in binary form. */
  private <T> Columns<R> array(String type, Function<R, T> value, IntFunction<T[]> of)
      throws SQLException {
    statement.setArray(
        ++column, connection.createArrayOf(type, rows.stream().map(value).toArray(of)));
    return this;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
