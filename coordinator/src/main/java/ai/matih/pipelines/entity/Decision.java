package ai.matih.pipelines.entity;

import java.util.List;
import java.util.Optional;

/**
 * What a pure core answers to a command: the events to persist, in order; the effects to run once
 * they are durable (a fast path only: {@code pending(state)} gives them again after a crash, design
 * 3.6); and the reply, sent after the persist.
 */
public record Decision<E, F, R>(List<E> events, List<F> effects, Optional<R> reply) {

  public Decision {
    events = List.copyOf(events);
    effects = List.copyOf(effects);
  }

  /** Nothing changes and nobody is answered. */
  public static <E, F, R> Decision<E, F, R> nothing() {
    return new Decision<>(List.of(), List.of(), Optional.empty());
  }

  /** Nothing changes; the caller is answered. */
  public static <E, F, R> Decision<E, F, R> reply(R reply) {
    return new Decision<>(List.of(), List.of(), Optional.of(reply));
  }
}
