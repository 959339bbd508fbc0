package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.definition.ValidationReport;
import java.util.List;
import java.util.Optional;

/**
 * What was read of a connection file.
 *
 * @param connection there if no problem is an error
 * @param sourceText the text as it was given; not to be shown when secrets were pasted into it
 */
public record ConnectionResult(
    Optional<ConnectionDefinition> connection, List<Problem> problems, String sourceText)
    implements Document {
  public ConnectionResult {
    problems = List.copyOf(problems);
  }

  /** The problems as the answer to {@code validate}. */
  public ValidationReport report() {
    return new ValidationReport(problems);
  }

  @Override
  public String toString() {
    return "ConnectionResult[" + connection + ", " + problems + "]";
  }
}
