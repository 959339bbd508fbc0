package ai.matih.pipelines.gateway;

import ai.matih.pipelines.definition.EngineKind;
import java.util.Map;

/**
 * A configured engine.
 *
 * @param name as plans and topics name it, {@code [a-z0-9-]+}
 * @param settings the kind's own settings as text, e.g. {@code address}; no secrets
 */
public record EngineInstance(String name, EngineKind kind, Map<String, String> settings) {
  public EngineInstance {
    settings = Map.copyOf(settings);
  }
}
