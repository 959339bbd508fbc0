package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.RetryPolicy;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One node of a plan's DAG.
 *
 * @param name unique in the plan, e.g. {@code extract flights}; the API's task name
 * @param after names of the steps that must have ended before this one starts (checks included)
 * @param inputs relation name, as the definition's SQL knows it, to the step whose output it is
 * @param fingerprint hash of the step's own definition and its upstream fingerprints (design
 *     section 2); parameters and connection revisions are added when a run pins them
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Step(
    String name,
    StepWork work,
    List<String> after,
    List<Input> inputs,
    Optional<RetryPolicy> retryPolicy,
    Optional<Duration> timeout,
    String fingerprint) {

  public Step {
    after = after == null ? List.of() : List.copyOf(after);
    inputs = inputs == null ? List.of() : List.copyOf(inputs);
    retryPolicy = retryPolicy == null ? Optional.empty() : retryPolicy;
    timeout = timeout == null ? Optional.empty() : timeout;
  }

  /** The output of step {@code step}, seen under the name {@code relation}. */
  public record Input(String relation, String step) {}
}
