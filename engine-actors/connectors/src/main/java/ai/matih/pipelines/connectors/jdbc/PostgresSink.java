package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.Load;
import ai.matih.pipelines.connectors.Loaded;
import ai.matih.pipelines.connectors.SinkConnector;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.DuckDbSession;
import ai.matih.pipelines.connectors.duckdb.Sql;
import ai.matih.pipelines.definition.JdbcSink;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.WriteMode;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Appends to or replaces a PostgreSQL table: rows, and the commit key in {@code matih_commits}, in
 * one transaction. Overwrite deletes and copies, so that readers see the old rows until the commit
 * and the new ones after it, and the table keeps its grants, views and indexes.
 */
public final class PostgresSink implements SinkConnector {
  private static final int FLUSH_BYTES = 256 * 1024;

  @Override
  public boolean writes(Sink sink, String connectionType) {
    return sink instanceof JdbcSink
        && PostgresConnectionType.NAME.equals(connectionType)
        && switch (sink.mode()) {
          case APPEND, OVERWRITE -> true;
          case OVERWRITE_PARTITION, MERGE_ON_KEY -> false;
        };
  }

  @Override
  public Fencing fencing() {
    return Fencing.FULL;
  }

  @Override
  public Loaded load(Load work) {
    String schema = work.connection().option("schema").orElse("public");
    var name = TableName.parse(work.target(), schema);
    String application = CommitLedger.applicationName(work.commitKey(), work.epoch());
    try (var session = PostgresSession.open(work.connection(), application, work.cancel())) {
      var ledger = CommitLedger.open(session, name.schema(), work);
      Optional<Long> done = ledger.claim();
      if (done.isPresent()) {
        return new Loaded(done.get(), 0, true, dataset(work, name, List.of()));
      }
      try (var duckdb = DuckDbSession.open(work.limits(), work.cancel())) {
        return write(session, duckdb, ledger, name, work);
      }
    }
  }

  private static Loaded write(
      PostgresSession session,
      DuckDbSession duckdb,
      CommitLedger ledger,
      TableName name,
      Load work) {
    String rows = "SELECT * FROM read_parquet(" + Sql.paths(work.input()) + ")";
    List<Column> columns = duckdb.describe(rows);
    long count = duckdb.one("SELECT count(*) FROM (" + rows + ")", row -> row.getLong(1));
    boolean overwrite = work.sink().mode() == WriteMode.OVERWRITE;
    if (overwrite && count == 0 && !work.sink().allowEmpty()) {
      throw StepFailure.user(
          "EMPTY_OVERWRITE",
          "no rows came to replace the rows of " + name,
          "set allow_empty: true on the sink if an empty table is meant");
    }
    var table = TargetTable.open(session, name, columns, work.sink().createTable());
    if (overwrite) {
      session.execute("DELETE FROM " + name.quoted());
    }
    String lines = "SELECT " + PostgresTypes.copyLine(columns) + " FROM (" + rows + ")";
    long bytes =
        duckdb.stream(
            lines,
            result ->
                session.run(
                    c -> {
                      String copy =
                          "COPY " + name.quoted() + " (" + table.columnList() + ") FROM STDIN";
                      return copyIn(c, copy, result, work);
                    }));
    if (!work.ownership().held()) {
      throw Load.stale(work.commitKey(), work.epoch());
    }
    work.cancel().check();
    if (!ledger.note(count)) {
      session.run(
          c -> {
            c.rollback();
            return null;
          });
      long others =
          ledger.committed().orElseThrow(() -> Load.stale(work.commitKey(), work.epoch()));
      return new Loaded(others, 0, true, dataset(work, name, columns));
    }
    session.commit();
    return new Loaded(count, bytes, false, dataset(work, name, columns));
  }

  private static long copyIn(Connection c, String copy, ResultSet lines, Load work)
      throws SQLException {
    CopyIn sink = c.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
    try {
      long bytes = 0;
      long rows = 0;
      var buffer = new ByteArrayOutputStream(FLUSH_BYTES * 2);
      while (lines.next()) {
        buffer.writeBytes(lines.getString(1).getBytes(StandardCharsets.UTF_8));
        buffer.write('\n');
        rows++;
        if (buffer.size() >= FLUSH_BYTES) {
          work.cancel().check();
          sink.writeToCopy(buffer.toByteArray(), 0, buffer.size());
          bytes += buffer.size();
          buffer.reset();
          work.progress().advanced(rows, bytes);
        }
      }
      sink.writeToCopy(buffer.toByteArray(), 0, buffer.size());
      sink.endCopy();
      return bytes + buffer.size();
    } finally {
      if (sink.isActive()) {
        sink.cancelCopy();
      }
    }
  }

  private static DatasetVersion dataset(Load work, TableName name, List<Column> columns) {
    var address = PostgresAddress.of(work.connection());
    return new DatasetVersion(
        address.namespace(),
        address.database() + "." + name,
        Optional.empty(),
        "table",
        columns.stream()
            .map(column -> new Column(column.name(), PostgresTypes.of(column.type())))
            .toList(),
        Optional.of(work.inputFingerprint()));
  }
}
