package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.Position;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.definition.ValidationReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was read.
 *
 * @param definition there if no problem is an error
 * @param problems in the order of the text
 * @param sourceText the text as it was given, character for character; empty if it was no text
 * @param hash SHA-256 of the canonical form in 64 hex digits; there with the definition
 * @param positions where each path of the document stands, for messages about it later
 */
public record ReadResult(
    Optional<PipelineDefinition> definition,
    List<Problem> problems,
    String sourceText,
    Optional<String> hash,
    Map<String, Position> positions)
    implements Document {
  public ReadResult {
    problems = List.copyOf(problems);
    positions = Map.copyOf(positions);
  }

  /** The problems as the answer to {@code validate}. */
  public ValidationReport report() {
    return new ValidationReport(problems);
  }
}
