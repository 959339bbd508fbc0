package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.QualityCheck;
import ai.matih.pipelines.embedded.sql.StepDatabase;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.StepWork;
import ai.matih.pipelines.quality.QualityResult;
import java.util.List;
import java.util.Optional;

/**
 * Judges a dataset. A check that does not pass ends the step well with its result, unless it says
 * {@code on_fail: fail} or the score is below the least one that the pipeline takes: then the step
 * fails with class QUALITY. With {@code on_fail: approve} a person decides in both cases.
 */
final class CheckStep {
  private CheckStep() {}

  static StepResult run(StepRun run, StepWork.Check work) {
    QualityCheck check = work.check();
    List<Dataset> inputs = run.inputs();
    if (inputs.isEmpty()) {
      throw StepFailure.user(
          "CHECK_WITHOUT_ROWS",
          "check " + check.name() + " has no dataset to look at",
          "let it follow a task that gives rows");
    }
    Dataset input = inputs.getFirst();
    QualityResult found;
    try (StepDatabase database = run.database(inputs)) {
      found = new CheckMeasure(database, input.relation(), run.values()).of(check, check.input());
    }
    QualityResult result = work.minScore().map(found::atLeast).orElse(found);
    String words = result.message().orElse("");
    if (result.passed()) {
      run.task().log().info(words);
    } else {
      boolean score = work.minScore().filter(least -> found.score() < least).isPresent();
      judge(run, check, words, score);
    }
    return new StepResult(
        input.rows(),
        input.rows(),
        input.bytes(),
        0,
        0,
        List.of(),
        Optional.empty(),
        Optional.of(result),
        Optional.empty(),
        false);
  }

  private static void judge(StepRun run, QualityCheck check, String words, boolean score) {
    switch (check.onFail()) {
      case WARN -> {
        if (score) {
          throw failed("QUALITY_SCORE", check, words, "lower min_quality_score");
        }
        run.task().log().warn(words);
      }
      case APPROVE -> run.task().log().warn(words + "; a person has to decide");
      case FAIL ->
          throw score
              ? failed("QUALITY_SCORE", check, words, "lower min_quality_score")
              : failed("CHECK_FAILED", check, words, "raise max_failing, or set on_fail: warn");
      case DROP -> throw Transforms.unsupported("on_fail: drop");
      case QUARANTINE -> throw Transforms.unsupported("on_fail: quarantine");
    }
  }

  private static StepFailure failed(
      String code, QualityCheck check, String words, String otherwise) {
    return StepFailure.of(
        FailureClass.QUALITY,
        code,
        "check " + check.name() + " on " + check.input() + ": " + words,
        "correct the data, " + otherwise,
        null);
  }
}
