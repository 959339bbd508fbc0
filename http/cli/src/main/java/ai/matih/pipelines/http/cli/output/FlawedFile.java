package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.client.ProblemView;
import java.util.List;

/** A file that cannot be sent for what stands in it. */
public final class FlawedFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final transient List<ProblemView> problems;

  public FlawedFile(String file, List<ProblemView> problems) {
    super(file + " has problems", null, false, false);
    this.file = file;
    this.problems = List.copyOf(problems);
  }

  String file() {
    return file;
  }

  List<ProblemView> problems() {
    return problems;
  }
}
