package ai.matih.pipelines.connectors.duckdb;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.StepCancelled;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.engine.FailureClass;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns what DuckDB says into a failure of the right class. */
final class DuckDbErrors {
  private static final String CSV_UNREADABLE = "CSV_UNREADABLE";

  private static final Pattern CSV_LINE =
      Pattern.compile(
          "CSV Error on Line: (\\d+)\\R(?:Original Line:.*\\R)?(.+)\\R(?s:.*)\\n *file = (.+)");

  private DuckDbErrors() {}

  static RuntimeException failure(SQLException error, CancelToken cancel) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof StepFailure failure) {
        return failure;
      }
    }
    if (cancel.isCancelled()) {
      return new StepCancelled(cancel.reason().orElse("cancelled"));
    }
    String text = String.valueOf(error.getMessage()).strip();
    if (text.startsWith("Out of Memory")) {
      return StepFailure.of(
          FailureClass.CONFIGURATION,
          "MEMORY_LIMIT",
          text.lines().findFirst().orElse(text),
          "read fewer rows or columns, or raise the memory of the embedded engine",
          error);
    }
    Matcher csv = CSV_LINE.matcher(text);
    if (csv.find()) {
      return StepFailure.user(
          CSV_UNREADABLE,
          csv.group(3) + ", line " + csv.group(1) + ": " + csv.group(2).strip(),
          "correct the line, or csv_options");
    }
    if (text.contains("Error when sniffing file")) {
      return StepFailure.user(
          CSV_UNREADABLE,
          text.lines().limit(2).collect(Collectors.joining(" ")),
          "look for a line with more or fewer fields than the first, or correct csv_options");
    }
    if (text.startsWith("IO Error")) {
      return StepFailure.infrastructure(
          "FILE_ACCESS", text, "check the disk and that the file is still there", error);
    }
    if (text.startsWith("Permission Error")) {
      return StepFailure.of(
          FailureClass.USER,
          "SQL_FORBIDDEN",
          text,
          "read only the declared inputs; files, settings and extensions are closed to SQL",
          error);
    }
    return StepFailure.of(
        FailureClass.USER, "SQL_FAILED", text, "correct the SQL or the data it reads", error);
  }
}
