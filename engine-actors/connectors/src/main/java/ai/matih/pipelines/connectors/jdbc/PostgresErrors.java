package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.StepCancelled;
import ai.matih.pipelines.connectors.StepFailure;
import java.sql.SQLException;

/** Turns a SQLSTATE into a failure of the right class. */
final class PostgresErrors {
  private PostgresErrors() {}

  static RuntimeException failure(SQLException error, String connection, CancelToken cancel) {
    if (cancel.isCancelled()) {
      return new StepCancelled(cancel.reason().orElse("cancelled"));
    }
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String text = "PostgreSQL (" + connection + "): " + firstLines(error);
    if (state.startsWith("28")) {
      return StepFailure.configuration(
          "CONNECTION_REFUSED", text, "check user and password of the connection " + connection);
    }
    if (state.startsWith("3D")) {
      return StepFailure.configuration(
          "DATABASE_MISSING", text, "check database of the connection " + connection);
    }
    if (state.equals("42501")) {
      return StepFailure.configuration(
          "NOT_GRANTED", text, "grant the right to the user of the connection " + connection);
    }
    if (state.equals("25006")) {
      return StepFailure.user(
          "QUERY_NOT_READ_ONLY", text, "read with a SELECT that changes nothing");
    }
    if (state.startsWith("42") || state.startsWith("22") || state.startsWith("23")) {
      return StepFailure.user("SQL_FAILED", text, "correct the table, the query or the data");
    }
    return StepFailure.infrastructure(
        state.startsWith("08") ? "UNREACHABLE" : "DATABASE_TROUBLE",
        text,
        "check that the server of the connection " + connection + " is up and reachable",
        error);
  }

  private static String firstLines(SQLException error) {
    String text = String.valueOf(error.getMessage()).strip();
    return text.startsWith("ERROR: ") || text.startsWith("FATAL: ") ? text.substring(7) : text;
  }
}
