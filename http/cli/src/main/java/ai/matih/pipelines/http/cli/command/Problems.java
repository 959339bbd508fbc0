package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.http.client.ProblemView;
import java.util.List;
import java.util.Optional;

/** Problems found here, in the form that the API gives them. */
final class Problems {

  private Problems() {}

  static List<ProblemView> of(List<Problem> problems) {
    return problems.stream().map(Problems::of).toList();
  }

  private static ProblemView of(Problem problem) {
    return new ProblemView(
        problem.code(),
        problem.severity().name(),
        problem.path(),
        problem.line(),
        problem.column(),
        problem.message(),
        Optional.of(problem.remedy()));
  }
}
