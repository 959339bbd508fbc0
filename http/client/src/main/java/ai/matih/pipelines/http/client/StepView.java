package ai.matih.pipelines.http.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One step of a run.
 *
 * @param verb {@code extract}, {@code transform}, {@code check}, {@code load}, ...
 * @param commit the commit key of a load
 */
public record StepView(
    String name,
    String verb,
    String stage,
    String status,
    List<String> after,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    OptionalLong durationMs,
    long rowsIn,
    long rowsOut,
    long bytesIn,
    long bytesOut,
    Optional<Quality> quality,
    Optional<Dataset> output,
    Optional<String> commit,
    Optional<FailureView> failure) {

  public StepView {
    after = after == null ? List.of() : List.copyOf(after);
  }

  /**
   * The outcome of a check.
   *
   * @param failing rows that broke the rule, of {@code checked}
   * @param limit the allowed share, as a person reads it
   * @param score 0..1
   */
  public record Quality(
      String check,
      String dataset,
      boolean passed,
      long failing,
      long checked,
      String limit,
      double score,
      String onFail,
      Optional<String> message) {}

  /** What the step left. */
  public record Dataset(String namespace, String name, Optional<String> uri, String format) {}
}
