package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.Extract;
import ai.matih.pipelines.connectors.Extracted;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.SourceConnector;
import ai.matih.pipelines.connectors.SourceEstimate;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.DuckDbSession;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.definition.JdbcSource;
import ai.matih.pipelines.definition.ReadMode;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import ai.matih.pipelines.planning.Estimate.Basis;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.postgresql.core.Parser;

/**
 * Full reads of a PostgreSQL table, view or query: one read-only transaction, streamed by fetch
 * size through DuckDB into Parquet, so that memory does not grow with the table.
 */
public final class PostgresSource implements SourceConnector {
  private static final String APPLICATION = "matih extract";
  private static final Pattern PLANNED = Pattern.compile("rows=(\\d+) width=(\\d+)");

  @Override
  public boolean reads(Source source, String connectionType) {
    return source instanceof JdbcSource jdbc
        && jdbc.mode() == ReadMode.FULL
        && PostgresConnectionType.NAME.equals(connectionType);
  }

  @Override
  public SourceEstimate estimate(Source source, ResolvedConnection connection) {
    var jdbc = (JdbcSource) source;
    try (var session = PostgresSession.open(connection, APPLICATION, new CancelToken())) {
      session.readOnly();
      List<Column> schema =
          session.run(c -> describe(c, query(jdbc, connection))).stream()
              .map(column -> new Column(column.name(), column.duckdbType()))
              .toList();
      return jdbc.queryOverride().isPresent()
          ? planned(session, query(jdbc, connection), schema)
          : counted(session, table(jdbc, connection), schema);
    }
  }

  /** The planner's own guess of rows and width. */
  private static SourceEstimate planned(
      PostgresSession session, String query, List<Column> schema) {
    String plan = String.join("\n", session.rows(row -> row.getString(1), "EXPLAIN " + query));
    var matcher = PLANNED.matcher(plan);
    if (!matcher.find()) {
      return new SourceEstimate(OptionalLong.empty(), OptionalLong.empty(), schema, Basis.UNKNOWN);
    }
    long rows = Long.parseLong(matcher.group(1));
    return new SourceEstimate(
        OptionalLong.of(rows),
        OptionalLong.of(rows * Long.parseLong(matcher.group(2))),
        schema,
        Basis.SOURCE_STATISTICS);
  }

  /** {@code reltuples} is -1 before the first ANALYZE; then the planner knows better. */
  private static SourceEstimate counted(
      PostgresSession session, TableName table, List<Column> schema) {
    var known =
        session.rows(
            row -> new long[] {row.getLong(1), row.getLong(2)},
            "SELECT reltuples::bigint, pg_total_relation_size(oid) FROM pg_class "
                + "WHERE oid = to_regclass(?)",
            table.quoted());
    if (known.isEmpty() || known.getFirst()[0] < 0) {
      return planned(session, "SELECT * FROM " + table.quoted(), schema);
    }
    return new SourceEstimate(
        OptionalLong.of(known.getFirst()[0]),
        OptionalLong.of(known.getFirst()[1]),
        schema,
        Basis.SOURCE_STATISTICS);
  }

  @Override
  public Extracted extract(Extract work) {
    var source = (JdbcSource) work.source();
    String query = query(source, work.connection());
    try (var session = PostgresSession.open(work.connection(), APPLICATION, work.cancel())) {
      session.readOnly();
      return session.run(c -> copy(c, query, source, work));
    }
  }

  private static Extracted copy(Connection c, String query, JdbcSource source, Extract work)
      throws SQLException {
    List<PostgresColumn> columns = describe(c, query);
    try (Statement statement = c.createStatement()) {
      statement.setFetchSize(Math.max(1, source.fetchSize()));
      try (ResultSet rows = statement.executeQuery(query);
          var duckdb = DuckDbSession.open(work.limits(), work.cancel())) {
        var feed = new ResultSetFeed(rows, columns, work.progress(), work.cancel());
        feed.registerOn(duckdb.connection());
        duckdb.update(
            "COPY (SELECT "
                + String.join(", ", selectItems(columns, work))
                + " FROM feed()) TO "
                + Sql.text(work.output().toString())
                + " (FORMAT parquet, USE_TMP_FILE false)");
        return new Extracted(
            feed.rowsRead(), feed.bytesRead(), dataset(source, columns, work.connection()));
      }
    }
  }

  private static List<String> selectItems(List<PostgresColumn> columns, Extract work) {
    var items = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      items.add(columns.get(i).cast("c" + i));
    }
    work.constants().forEach((name, literal) -> items.add(literal + " AS " + Sql.name(name)));
    return items;
  }

  /**
   * Asks the server to parse, which proves one statement that gives rows; nothing runs. The driver
   * would read a question mark as a parameter; doubled it is an operator or text.
   */
  private static List<PostgresColumn> describe(Connection c, String query) throws SQLException {
    if (Parser.parseJdbcSql(query, true, false, true, false, true).size() != 1) {
      throw StepFailure.user(
          "QUERY_NOT_ONE_STATEMENT",
          "query_override holds more than one statement",
          "leave one SELECT");
    }
    try (PreparedStatement statement = c.prepareStatement(query.replace("?", "??"))) {
      var columns = statement.getMetaData();
      if (columns == null || columns.getColumnCount() == 0) {
        throw StepFailure.user(
            "QUERY_NOT_READ_ONLY", "query_override gives no rows", "read with a SELECT");
      }
      return PostgresColumn.of(columns);
    }
  }

  private static String query(JdbcSource source, ResolvedConnection connection) {
    return source
        .queryOverride()
        .orElseGet(() -> "SELECT * FROM " + table(source, connection).quoted());
  }

  private static TableName table(JdbcSource source, ResolvedConnection connection) {
    return TableName.parse(
        source.table().orElseThrow(), connection.option("schema").orElse("public"));
  }

  private static DatasetVersion dataset(
      JdbcSource source, List<PostgresColumn> columns, ResolvedConnection connection) {
    var address = PostgresAddress.of(connection);
    String name =
        source.table().map(ignored -> table(source, connection).toString()).orElse("query");
    return new DatasetVersion(
        address.namespace(),
        address.database() + "." + name,
        Optional.empty(),
        "table",
        columns.stream().map(column -> new Column(column.name(), column.postgresType())).toList(),
        Optional.empty());
  }
}
