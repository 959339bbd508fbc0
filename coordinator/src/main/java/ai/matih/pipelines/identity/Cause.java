package ai.matih.pipelines.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * Why something changed: who, by which way in, and the ids that tie it to a request and a trace.
 * Journaled with every event (design 3.12).
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Cause(
    String actor, Origin origin, Optional<String> correlationId, Optional<String> traceparent) {

  /** The way in. */
  public enum Origin {
    API,
    KAFKA,
    SCHEDULE,
    TRIGGER,
    ENGINE,
    SYSTEM
  }

  /** A change that the system makes by itself (a wake-up, a recovery). */
  public static final Cause SYSTEM = of("system", Origin.SYSTEM);

  /** A change that an engine reported. */
  public static final Cause ENGINE = of("engine", Origin.ENGINE);

  /** A cause without correlation and trace. */
  public static Cause of(String actor, Origin origin) {
    return new Cause(actor, origin, Optional.empty(), Optional.empty());
  }
}
