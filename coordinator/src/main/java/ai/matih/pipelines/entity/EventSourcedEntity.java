package ai.matih.pipelines.entity;

import ai.matih.pipelines.entity.EntityMessage.Command;
import ai.matih.pipelines.entity.EntityMessage.Flush;
import ai.matih.pipelines.entity.EntityMessage.Leave;
import ai.matih.pipelines.entity.EntityMessage.WakeUp;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.schedule.WakeUps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thin actor around a {@link Lifecycle}: persists what the core decides, then runs effects and
 * replies. Commands that arrive while a persist is under way are decided together and persisted as
 * one, so a hot entity costs one write for many commands. After a persist failure it restarts from
 * the journal before any effect or reply (design 3.6). What an older node of the cluster could not
 * read is not written (design 3.14): the command is dropped as if it had been lost on the way.
 */
public final class EventSourcedEntity<S, C, E, F, R>
    extends EventSourcedBehavior<EntityMessage<C, R>, Journaled<E>, S> {

  /**
   * Due times nearer than this also get a timer in memory, so that they are met to the moment.
   * Those further away are in the wake-up index by then; most never come, and a timer each would
   * cost.
   */
  private static final Duration NEAR = Duration.ofSeconds(4);

  /** The wait before something that is overdue is tried once more. */
  private static final Duration AGAIN = Duration.ofSeconds(2);

  /** How long what may wait is kept out of the journal, and how much of it. */
  private static final Duration ASIDE = Duration.ofSeconds(1);

  private static final int MOST_ASIDE = 16;

  private static final Logger LOG = LoggerFactory.getLogger(EventSourcedEntity.class);

  /**
   * How one kind of entity is kept.
   *
   * @param snapshotEvery events between snapshots; 0 for short lives that need none
   * @param stop what leaves memory when the life is settled, e.g. passivation; empty to stay
   */
  public record Keeping(int snapshotEvery, Optional<Runnable> stop) {}

  private final Lifecycle<S, C, E, F, R> lifecycle;
  private final Outside<S, C, F, R> outside;
  private final ActorContext<EntityMessage<C, R>> context;
  private final TimerScheduler<EntityMessage<C, R>> timers;
  private final Site site;
  private final Keeping keeping;
  private final List<EntityMessage<C, R>> gathered = new ArrayList<>();

  /** Decided, and to be journaled later: see {@link Lifecycle#unhurried}. */
  private final List<Command<C, R>> aside = new ArrayList<>();

  private long asideSince;
  private Optional<Instant> timerAt = Optional.empty();

  /** What is owed was done with the recovery, just now. */
  private boolean fresh = true;

  /** The behavior of entity {@code id}; {@code outside} is made with the entity's own context. */
  public static <S, C, E, F, R> Behavior<EntityMessage<C, R>> behavior(
      PersistenceId id,
      Lifecycle<S, C, E, F, R> lifecycle,
      java.util.function.Function<ActorContext<EntityMessage<C, R>>, Outside<S, C, F, R>> outside,
      Site site,
      Keeping keeping) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new EventSourcedEntity<>(
                        id, lifecycle, outside.apply(context), context, timers, site, keeping)));
  }

  private EventSourcedEntity(
      PersistenceId id,
      Lifecycle<S, C, E, F, R> lifecycle,
      Outside<S, C, F, R> outside,
      ActorContext<EntityMessage<C, R>> context,
      TimerScheduler<EntityMessage<C, R>> timers,
      Site site,
      Keeping keeping) {
    super(
        id,
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2));
    this.lifecycle = lifecycle;
    this.outside = outside;
    this.context = context;
    this.timers = timers;
    this.site = site;
    this.keeping = keeping;
  }

  @Override
  public S emptyState() {
    return lifecycle.empty();
  }

  @Override
  public CommandHandler<EntityMessage<C, R>, Journaled<E>, S> commandHandler() {
    return (state, message) ->
        switch (message) {
          case Command<C, R> command -> gather(command);
          case WakeUp<C, R> wakeUp -> gather(wakeUp);
          case Flush<C, R> ignored -> flush(state);
          case Leave<C, R> leave -> leave(leave);
        };
  }

  @Override
  public EventHandler<S, Journaled<E>> eventHandler() {
    return (state, journaled) -> lifecycle.evolve(state, journaled.event(), journaled.occurredAt());
  }

  @Override
  public SignalHandler<S> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::recovered)
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return keeping.snapshotEvery() > 0
        ? RetentionCriteria.snapshotEvery(keeping.snapshotEvery(), 2)
        : RetentionCriteria.disabled();
  }

  @Override
  public Recovery recovery() {
    return keeping.snapshotEvery() > 0
        ? super.recovery()
        : Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }

  private void recovered(S state) {
    for (F effect : lifecycle.pending(state)) {
      outside.run(state, effect);
    }
    setTimer(state);
  }

  private Effect<Journaled<E>, S> gather(EntityMessage<C, R> message) {
    if (gathered.isEmpty()) {
      // Behind everything that waits in the mailbox by now: all of it is decided in one go.
      context.getSelf().tell(new Flush<>());
    }
    gathered.add(message);
    return Effect().none();
  }

  /**
   * What was gathered is decided first: its Flush is already on the way, before this comes again.
   */
  private Effect<Journaled<E>, S> leave(Leave<C, R> leave) {
    if (gathered.isEmpty()) {
      return Effect().stop();
    }
    context.getSelf().tell(leave);
    return Effect().none();
  }

  private Effect<Journaled<E>, S> flush(S durable) {
    Together together = new Together(durable);
    for (EntityMessage<C, R> message : gathered) {
      if (message instanceof Command<C, R> command
          && command.replyTo().isEmpty()
          && lifecycle.unhurried(command.command())) {
        together.putAside(command);
      } else {
        together.decide(message);
      }
    }
    if (together.somebodyWaits || isToBeJournaled()) {
      List.copyOf(aside).forEach(together::decide);
      aside.clear();
    }
    gathered.clear();
    fresh = false;
    return together.persist();
  }

  private boolean isToBeJournaled() {
    return aside.size() > MOST_ASIDE
        || !aside.isEmpty() && System.nanoTime() - asideSince >= ASIDE.toNanos();
  }

  /** What is decided in one go and persisted as one write. */
  private final class Together {
    private final List<Journaled<E>> journal = new ArrayList<>();
    private final List<F> effects = new ArrayList<>();
    private final List<Runnable> replies = new ArrayList<>();
    private S state;

    /** For something that was decided before, and perhaps put aside. */
    private boolean somebodyWaits;

    Together(S durable) {
      state = durable;
    }

    void decide(EntityMessage<C, R> message) {
      Moment moment = moment(message);
      C command = message instanceof Command<C, R> given ? given.command() : lifecycle.wake();
      Decision<E, F, R> decision = lifecycle.decide(state, command, moment);
      Optional<E> unread = decision.events().stream().filter(site.readByAll().negate()).findFirst();
      if (unread.isPresent()) {
        LOG.warn(
            "{} waits: not every node of the cluster runs a release that reads {}",
            persistenceId().id(),
            unread.get().getClass().getSimpleName());
        return;
      }
      for (E event : decision.events()) {
        state = lifecycle.evolve(state, event, moment.now());
        journal.add(
            new Journaled<>(
                lifecycle.tenant(state),
                event,
                moment.cause(),
                moment.now(),
                new Journaled.Wake.Unchanged()));
      }
      effects.addAll(decision.effects());
      if (!fresh && message instanceof WakeUp<C, R> wakeUp && wakeUp.token() == WakeUps.RECALL) {
        effects.addAll(lifecycle.pending(state));
      }
      if (message instanceof Command<C, R> given && given.replyTo().isPresent()) {
        replies.add(() -> answer(given.command(), decision, given.replyTo().get()));
        somebodyWaits |= decision.reply().isEmpty() && decision.events().isEmpty();
      }
    }

    void putAside(Command<C, R> command) {
      Decision<E, F, R> decision = lifecycle.decide(state, command.command(), moment(command));
      effects.addAll(decision.effects());
      if (!decision.events().isEmpty()) {
        if (aside.isEmpty()) {
          asideSince = System.nanoTime();
          timers.startSingleTimer(ASIDE, new Flush<>(), ASIDE.plusMillis(10));
        }
        aside.add(command);
      }
    }

    Effect<Journaled<E>, S> persist() {
      if (journal.isEmpty()) {
        return Effect().none().thenRun(same -> carryOut(same, effects, replies));
      }
      Journaled<E> last = journal.removeLast();
      journal.add(
          new Journaled<>(
              last.tenant(),
              last.event(),
              last.cause(),
              last.occurredAt(),
              Journaled.Wake.of(lifecycle.wakeAt(state))));
      return Effect().persist(journal).thenRun(now -> carryOut(now, effects, replies));
    }
  }

  private Moment moment(EntityMessage<C, R> message) {
    Instant now = site.clock().instant();
    return switch (message) {
      case Command<C, R> command -> new Moment(now, command.cause());
      case WakeUp<C, R> wakeUp ->
          new Moment(
              wakeUp.token() == lastSequenceNumber(context) && wakeUp.due().isAfter(now)
                  ? wakeUp.due()
                  : now,
              Cause.SYSTEM);
      case Flush<C, R> ignored -> new Moment(now, Cause.SYSTEM);
      case Leave<C, R> ignored -> new Moment(now, Cause.SYSTEM);
    };
  }

  private void answer(C command, Decision<E, F, R> decision, ActorRef<R> replyTo) {
    decision
        .reply()
        .map(reply -> site.oneRelease().getAsBoolean() ? lifecycle.brief(reply) : reply)
        .ifPresentOrElse(replyTo::tell, () -> outside.deferred(command, replyTo));
  }

  private void carryOut(S state, List<F> effects, List<Runnable> replies) {
    replies.forEach(Runnable::run);
    effects.forEach(effect -> outside.run(state, effect));
    setTimer(state);
    if (lifecycle.settled(state) && gathered.isEmpty()) {
      keeping.stop().ifPresent(Runnable::run);
    }
  }

  /**
   * A timer that is set for an earlier time than is due stays: it only asks, and is then set anew.
   * So what moves its due time on with every event costs no timer each time.
   */
  private void setTimer(S state) {
    Optional<Instant> due = lifecycle.wakeAt(state);
    Instant now = site.clock().instant();
    if (due.isEmpty()) {
      timerAt.ifPresent(ignored -> timers.cancel(NEAR));
      timerAt = Optional.empty();
    } else if (due.get().isBefore(now.plus(NEAR)) && !timerCovers(due.get(), now)) {
      Instant at = due.get().isAfter(now) ? due.get() : now.plus(AGAIN);
      timerAt = Optional.of(at);
      timers.startSingleTimer(
          NEAR,
          new Command<>(lifecycle.wake(), Cause.SYSTEM, Optional.empty()),
          Duration.between(now, at));
    }
  }

  private boolean timerCovers(Instant due, Instant now) {
    return timerAt.filter(at -> at.isAfter(now) && !at.isAfter(due)).isPresent();
  }
}
