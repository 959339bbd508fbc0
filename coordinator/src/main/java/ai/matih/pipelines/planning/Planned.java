package ai.matih.pipelines.planning;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A text that was read and, if nothing is wrong with it, planned.
 *
 * @param source the text as it was given
 * @param problems errors and warnings of the text, in its order
 * @param ready empty if there is an error among the problems
 */
public record Planned(String source, List<Problem> problems, Optional<Ready> ready) {

  public Planned {
    problems = List.copyOf(problems);
  }

  /**
   * What a good text gives.
   *
   * @param hash SHA-256 of the definition's canonical form, 64 hex digits
   * @param plan perhaps with blockers
   * @param connections those that the plan names and that are there
   */
  public record Ready(
      PipelineDefinition definition,
      String hash,
      Plan plan,
      Map<String, ConnectionRevision> connections) {

    public Ready {
      connections = Map.copyOf(connections);
    }
  }
}
