package ai.matih.pipelines.entity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A state machine as data: from, event, to, and a sentence. The one place that says what follows
 * what; evolution looks states up here, and the diagrams and the coverage test are made from it.
 *
 * @param <S> states
 * @param <E> the sealed type of events
 */
public final class TransitionTable<S extends Enum<S>, E> {

  /** One row. */
  public record Transition<S, E>(S from, Class<? extends E> event, S to, String sentence) {}

  private record Key(Enum<?> from, Class<?> event) {}

  private final Map<Key, Transition<S, E>> rows = new LinkedHashMap<>();

  /** Adds a row; throws IllegalArgumentException if state and event have one already. */
  public TransitionTable<S, E> add(S from, Class<? extends E> event, S to, String sentence) {
    if (rows.putIfAbsent(new Key(from, event), new Transition<>(from, event, to, sentence))
        != null) {
      throw new IllegalArgumentException("two rows for " + from + " and " + event.getSimpleName());
    }
    return this;
  }

  /** The row for {@code event} in {@code from}; empty if nothing follows. */
  public Optional<Transition<S, E>> row(S from, E event) {
    return Optional.ofNullable(rows.get(new Key(from, event.getClass())));
  }

  /** The state after {@code event}; {@code from} itself if the table has no row. */
  public S next(S from, E event) {
    return row(from, event).map(Transition::to).orElse(from);
  }

  /** All rows, in the order they were added. */
  public List<Transition<S, E>> rows() {
    return new ArrayList<>(rows.values());
  }
}
