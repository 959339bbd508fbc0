package ai.matih.pipelines.definition;

import java.util.List;

/** All problems of a definition, in the order of its text. */
public record ValidationReport(List<Problem> problems) {
  public ValidationReport {
    problems = Immutable.list(problems);
  }

  /** Whether nothing is wrong that would refuse the definition. */
  public boolean valid() {
    return errors().isEmpty();
  }

  public List<Problem> errors() {
    return of(Severity.ERROR);
  }

  public List<Problem> warnings() {
    return of(Severity.WARNING);
  }

  private List<Problem> of(Severity severity) {
    return problems.stream().filter(problem -> problem.severity() == severity).toList();
  }
}
