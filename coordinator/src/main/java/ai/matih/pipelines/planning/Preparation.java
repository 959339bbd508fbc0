package ai.matih.pipelines.planning;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.Problem;
import java.util.List;
import java.util.Map;

/** Whether a run can start now, and what it would be pinned to. */
public sealed interface Preparation {

  /**
   * It can.
   *
   * @param parameters checked, with defaults
   * @param values what placeholders stand for, parameters and variables included
   * @param variables those that the definition names
   */
  record Ready(
      Plan plan,
      Map<String, Object> parameters,
      Map<String, Object> values,
      Map<String, Object> variables,
      Map<String, ConnectionRevision> connections)
      implements Preparation {

    public Ready {
      parameters = Map.copyOf(parameters);
      values = Map.copyOf(values);
      variables = Map.copyOf(variables);
      connections = Map.copyOf(connections);
    }
  }

  /** Something is not there: see the plan's blockers. */
  record Blocked(Plan plan) implements Preparation {}

  /** The parameters do not fit the definition. */
  record Invalid(List<Problem> problems) implements Preparation {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
