package ai.matih.pipelines.http.api.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path such as {@code /v1/pipelines/{pipelineId}/execute}, as the document writes it. */
public record PathTemplate(String text, List<String> segments) {

  public PathTemplate {
    segments = List.copyOf(segments);
  }

  /** Reads {@code text}, which starts with a slash. */
  public static PathTemplate of(String text) {
    return new PathTemplate(text, List.of(text.substring(1).split("/")));
  }

  /** The values of the parameters if {@code path} (decoded segments) has this form. */
  Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    for (int i = 0; i < path.size(); i++) {
      if (!isParameter(i) && !segments.get(i).equals(path.get(i))) {
        return Optional.empty();
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < path.size(); i++) {
      if (isParameter(i)) {
        values.put(segments.get(i).substring(1, segments.get(i).length() - 1), path.get(i));
      }
    }
    return Optional.of(values);
  }

  /** Sorts literal segments before parameters, so that {@code executions} is no pipeline id. */
  String precedence() {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < segments.size(); i++) {
      key.append(isParameter(i) ? '1' : '0');
    }
    return key.toString();
  }

  private boolean isParameter(int index) {
    return segments.get(index).startsWith("{");
  }
}
