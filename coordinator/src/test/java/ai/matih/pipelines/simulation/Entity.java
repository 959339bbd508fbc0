package ai.matih.pipelines.simulation;

import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.entity.Lifecycle;
import ai.matih.pipelines.entity.Moment;
import ai.matih.pipelines.identity.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * An entity reduced to what matters: its journal, which all nodes share, and what the nodes hold of
 * it in memory. Two may believe to own it; the place of the next event in the journal decides.
 */
class Entity<S, C, E, F, R> {
  private record Recorded<E>(E event, Instant at) {}

  private record InMemory<S>(S state, int read) {}

  /** What a node is to do after a command, in the state that it knows. */
  record Outcome<S, F>(S state, List<F> effects) {}

  private final Lifecycle<S, C, E, F, R> lifecycle;
  private final BiConsumer<S, E> watcher;
  private final Store store;
  private final List<Recorded<E>> journal = new ArrayList<>();
  private final Map<Node, InMemory<S>> memory = new HashMap<>();
  private S state;

  /** {@code watcher} sees each event with the state before it. */
  Entity(Lifecycle<S, C, E, F, R> lifecycle, Store store, BiConsumer<S, E> watcher) {
    this.lifecycle = lifecycle;
    this.store = store;
    this.watcher = watcher;
    this.state = lifecycle.empty();
  }

  Lifecycle<S, C, E, F, R> lifecycle() {
    return lifecycle;
  }

  /** What the journal says. */
  S state() {
    return state;
  }

  /** When the wake-up index has it woken. */
  Optional<Instant> due() {
    return lifecycle.wakeAt(state);
  }

  /** When {@code node} would wake it by itself, if it has it in memory. */
  Optional<Instant> due(Node node) {
    return Optional.ofNullable(memory.get(node)).flatMap(known -> lifecycle.wakeAt(known.state()));
  }

  /** A due time of the wake-up index counts only for who has read all of the journal. */
  boolean current(Node node) {
    return !memory.containsKey(node) || memory.get(node).read() == journal.size();
  }

  void forget(Node node) {
    memory.remove(node);
  }

  /**
   * Decides and persists on {@code node}. The caller carries the effects out, or crashes. Nothing
   * comes of it if the node cannot read the journal; if it cannot write, or has not read what
   * another wrote, it starts again from the journal.
   */
  Outcome<S, F> tell(Node node, C command, Instant now) {
    List<F> effects = new ArrayList<>();
    if (!memory.containsKey(node)) {
      effects.addAll(recover(node));
    }
    InMemory<S> known = memory.get(node);
    if (known == null) {
      return new Outcome<>(state, List.of());
    }
    Decision<E, F, R> decision =
        lifecycle.decide(known.state(), command, new Moment(now, Cause.SYSTEM));
    if (!store.allRead(decision.events())) {
      return new Outcome<>(known.state(), effects);
    }
    if (decision.events().isEmpty()) {
      effects.addAll(decision.effects());
      return new Outcome<>(known.state(), effects);
    }
    Store.Answer answer = known.read() == journal.size() ? store.write() : Store.Answer.REFUSED;
    if (answer != Store.Answer.REFUSED) {
      decision.events().forEach(event -> append(event, now));
      memory.put(node, new InMemory<>(state, journal.size()));
    }
    effects.addAll(answer == Store.Answer.WRITTEN ? decision.effects() : recover(node));
    return new Outcome<>(memory.containsKey(node) ? memory.get(node).state() : state, effects);
  }

  /** Forgets everything but the journal; the effects that the rebuilt state owes. */
  List<F> recover(Node node) {
    memory.remove(node);
    S rebuilt = lifecycle.empty();
    for (Recorded<E> recorded : journal) {
      if (!store.reads(node, recorded.event())) {
        return List.of();
      }
      rebuilt = lifecycle.evolve(rebuilt, recorded.event(), recorded.at());
    }
    if (!rebuilt.equals(state)) {
      throw new AssertionError("recovery gives another state");
    }
    memory.put(node, new InMemory<>(state, journal.size()));
    return lifecycle.pending(state);
  }

  private void append(E event, Instant now) {
    watcher.accept(state, event);
    journal.add(new Recorded<>(event, now));
    state = lifecycle.evolve(state, event, now);
  }
}
