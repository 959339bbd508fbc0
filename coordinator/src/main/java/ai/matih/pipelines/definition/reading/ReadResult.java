package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.Position;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.definition.Reference;
import ai.matih.pipelines.definition.ValidationReport;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was read.
 *
 * @param definition there if no problem is an error
 * @param problems in the order of the text
 * @param sourceText the text as it was given, character for character; empty if it was no text
 * @param hash SHA-256 of the canonical form in 64 hex digits; there with the definition
 * @param references the connections, variables and engines it names; none of them was looked up
 * @param positions where each path of the document stands, for messages about it later
 */
public record ReadResult(
    Optional<PipelineDefinition> definition,
    List<Problem> problems,
    String sourceText,
    Optional<String> hash,
    List<Reference> references,
    Map<String, Position> positions)
    implements Document {
  public ReadResult {
    problems = List.copyOf(problems);
    references = List.copyOf(references);
    positions = Map.copyOf(positions);
  }

  /** The problems of the text itself. */
  public ValidationReport report() {
    return new ValidationReport(problems);
  }

  /** The answer of an offline {@code validate}: also warns of what could not be looked up. */
  public ValidationReport offlineReport() {
    return new ValidationReport(
        Stream.concat(problems.stream(), references.stream().map(Reference::notLookedUp))
            .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
            .toList());
  }
}
