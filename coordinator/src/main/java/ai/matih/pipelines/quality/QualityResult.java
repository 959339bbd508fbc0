package ai.matih.pipelines.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.Optional;

/**
 * The outcome of one check on one dataset.
 *
 * @param dataset the step whose output was checked
 * @param failing rows that broke the rule, of {@code checked}
 * @param limit the documented bound as a person reads it, e.g. {@code 1 %} or {@code 0 rows}
 * @param score 0..1, the share of rows that kept the rule
 * @param onFail what the definition asks for when it does not pass
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record QualityResult(
    String check,
    String dataset,
    boolean passed,
    long failing,
    long checked,
    String limit,
    double score,
    String onFail,
    Optional<String> message) {

  /** The same finding where a score of {@code least} is asked for: below it, it does not pass. */
  public QualityResult atLeast(double least) {
    return score >= least
        ? this
        : new QualityResult(
            check,
            dataset,
            false,
            failing,
            checked,
            limit,
            score,
            onFail,
            Optional.of(
                message.map(words -> words + "; ").orElse("")
                    + String.format(
                        Locale.ROOT,
                        "score %.4f is below min_quality_score %s",
                        Math.floor(score * 10_000) / 10_000,
                        least)));
  }
}
