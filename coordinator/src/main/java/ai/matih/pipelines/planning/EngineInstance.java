package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.EngineKind;
import java.util.Optional;

/**
 * One configured engine.
 *
 * @param name as plans, intents and topics name it
 * @param auto false takes it out of the choice; it can still be pinned
 * @param problem why it does not answer now; runs wait for it
 * @param caution what is less than it could be, of every plan that runs there
 */
public record EngineInstance(
    String name,
    EngineKind kind,
    boolean auto,
    Optional<String> problem,
    Optional<String> caution) {

  /** One of which nothing is to be said. */
  public EngineInstance(String name, EngineKind kind, boolean auto, Optional<String> problem) {
    this(name, kind, auto, problem, Optional.empty());
  }

  /** The engine inside the node. */
  public static final EngineInstance EMBEDDED =
      new EngineInstance("embedded", EngineKind.EMBEDDED, true, Optional.empty());
}
