package ai.matih.pipelines.http.api.routing;

import java.util.List;

/** What a route reads from the request. */
public enum Body {
  /** Nothing; a body is ignored. */
  NONE(List.of()),
  /** A JSON object; an absent body is an empty one. */
  JSON(List.of("application/json")),
  /** A definition: a JSON object, or the text of a definition file. */
  DEFINITION(List.of("application/json", "application/yaml", "application/x-yaml", "text/yaml"));

  private final List<String> mediaTypes;

  Body(List<String> mediaTypes) {
    this.mediaTypes = mediaTypes;
  }

  /** What {@code Content-Type} may say. */
  public List<String> mediaTypes() {
    return mediaTypes;
  }
}
