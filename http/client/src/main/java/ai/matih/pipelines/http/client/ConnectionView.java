package ai.matih.pipelines.http.client;

import java.util.Map;
import java.util.Optional;

/** A connection; secrets are names, never values. */
public record ConnectionView(
    String name,
    String type,
    int revision,
    Optional<String> description,
    Map<String, String> options,
    Map<String, String> secrets) {

  public ConnectionView {
    options = options == null ? Map.of() : Map.copyOf(options);
    secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
  }
}
