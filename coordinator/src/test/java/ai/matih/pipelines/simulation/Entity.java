package ai.matih.pipelines.simulation;

import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.entity.Lifecycle;
import ai.matih.pipelines.entity.Moment;
import ai.matih.pipelines.identity.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** An entity reduced to what matters: a journal, and the state it comes to. */
class Entity<S, C, E, F, R> {
  private record Recorded<E>(E event, Instant at) {}

  private final Lifecycle<S, C, E, F, R> lifecycle;
  private final BiConsumer<S, E> watcher;
  private final List<Recorded<E>> journal = new ArrayList<>();
  private S state;

  /** {@code watcher} sees each event with the state before it. */
  Entity(Lifecycle<S, C, E, F, R> lifecycle, BiConsumer<S, E> watcher) {
    this.lifecycle = lifecycle;
    this.watcher = watcher;
    this.state = lifecycle.empty();
  }

  Lifecycle<S, C, E, F, R> lifecycle() {
    return lifecycle;
  }

  S state() {
    return state;
  }

  /** Decides and persists; the caller carries the effects out, or crashes. */
  Decision<E, F, R> tell(C command, Instant now) {
    Decision<E, F, R> decision = lifecycle.decide(state, command, new Moment(now, Cause.SYSTEM));
    for (E event : decision.events()) {
      watcher.accept(state, event);
      journal.add(new Recorded<>(event, now));
      state = lifecycle.evolve(state, event, now);
    }
    return decision;
  }

  /** Forgets everything but the journal; the effects that the rebuilt state owes. */
  List<F> recover() {
    S rebuilt = lifecycle.empty();
    for (Recorded<E> recorded : journal) {
      rebuilt = lifecycle.evolve(rebuilt, recorded.event(), recorded.at());
    }
    if (!rebuilt.equals(state)) {
      throw new AssertionError("recovery gives another state");
    }
    state = rebuilt;
    return lifecycle.pending(state);
  }
}
