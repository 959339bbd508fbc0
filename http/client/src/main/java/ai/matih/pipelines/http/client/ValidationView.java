package ai.matih.pipelines.http.client;

import java.util.List;
import java.util.Optional;

/** Problems of a definition, and its hash if it is valid. */
public record ValidationView(boolean valid, Optional<String> hash, List<ProblemView> problems) {
  public ValidationView {
    problems = problems == null ? List.of() : List.copyOf(problems);
  }
}
