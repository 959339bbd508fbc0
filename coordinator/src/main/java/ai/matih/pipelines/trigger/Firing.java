package ai.matih.pipelines.trigger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;

/**
 * What a trigger found, and what has to become one run.
 *
 * @param trigger its name
 * @param key what names it within the trigger: the same key is the same run
 * @param at when it was found
 * @param parameters of the run; only those that the evidence gives
 * @param depth how many runs, each started by the one before it, led here, its own included
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Firing(
    String trigger,
    String key,
    Instant at,
    Map<String, Object> parameters,
    Evidence evidence,
    int depth) {
  public Firing {
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }

  /** Whether it has this name. */
  public boolean is(String otherTrigger, String otherKey) {
    return trigger.equals(otherTrigger) && key.equals(otherKey);
  }
}
