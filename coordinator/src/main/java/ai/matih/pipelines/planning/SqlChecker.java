package ai.matih.pipelines.planning;

import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An engine's own planner as a judge of a definition's SQL (design section 5, "SQL is not
 * translated"). Blocking, no side effects.
 */
public interface SqlChecker {

  /**
   * @param sql with its placeholders as in the definition
   * @param inputs relation name to columns; an input whose columns are unknown has none
   * @return the engine's words if it refuses, and the columns of the result if it could tell
   */
  Verdict check(String sql, Map<String, List<Column>> inputs);

  /** Refused with the engine's text, or the schema of the result where it is known. */
  record Verdict(Optional<String> refusal, Optional<List<Column>> schema) {}
}
