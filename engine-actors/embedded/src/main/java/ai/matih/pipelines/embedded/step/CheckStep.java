package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.QualityCheck;
import ai.matih.pipelines.embedded.sql.StepDatabase;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.quality.QualityResult;
import java.util.List;
import java.util.Optional;

/**
 * Judges a dataset. A check that does not pass ends the step well with its result, unless it says
 * {@code on_fail: fail}: then the step fails with class QUALITY.
 */
final class CheckStep {
  private CheckStep() {}

  static StepResult run(StepRun run, QualityCheck check) {
    List<Dataset> inputs = run.inputs();
    if (inputs.isEmpty()) {
      throw StepFailure.user(
          "CHECK_WITHOUT_ROWS",
          "check " + check.name() + " has no dataset to look at",
          "let it follow a task that gives rows");
    }
    Dataset input = inputs.getFirst();
    QualityResult result;
    try (StepDatabase database = run.database(inputs)) {
      result = new CheckMeasure(database, input.relation(), run.values()).of(check, check.input());
    }
    String words = result.message().orElse("");
    if (result.passed()) {
      run.task().log().info(words);
    } else {
      judge(run, check, words);
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

  private static void judge(StepRun run, QualityCheck check, String words) {
    switch (check.onFail()) {
      case WARN -> run.task().log().warn(words);
      case APPROVE -> run.task().log().warn(words + "; a person has to decide");
      case FAIL ->
          throw StepFailure.of(
              FailureClass.QUALITY,
              "CHECK_FAILED",
              "check " + check.name() + " on " + check.input() + ": " + words,
              "correct the data, raise max_failing, or set on_fail: warn",
              null);
      case DROP -> throw Transforms.unsupported("on_fail: drop");
      case QUARANTINE -> throw Transforms.unsupported("on_fail: quarantine");
    }
  }
}
