package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.definition.TriggerRequire;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.execution.ExecutionReply.Refusal;
import ai.matih.pipelines.pipeline.PipelineCommand.ChangeTrigger;
import ai.matih.pipelines.pipeline.PipelineCommand.DatasetLoaded;
import ai.matih.pipelines.pipeline.PipelineCommand.Look;
import ai.matih.pipelines.pipeline.PipelineCommand.Looked;
import ai.matih.pipelines.pipeline.PipelineEffect.LookFor;
import ai.matih.pipelines.pipeline.PipelineEffect.LookNoMore;
import ai.matih.pipelines.pipeline.PipelineEffect.PrepareFiring;
import ai.matih.pipelines.pipeline.PipelineEvent.DatasetArrived;
import ai.matih.pipelines.pipeline.PipelineEvent.FiringMissed;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerLooked;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerPaused;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggerResumed;
import ai.matih.pipelines.pipeline.PipelineEvent.TriggersDriven;
import ai.matih.pipelines.trigger.Evidence;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Missed;
import ai.matih.pipelines.trigger.Sight;
import ai.matih.pipelines.trigger.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What triggers see, and what they owe. */
final class Triggering {
  /** While so much waits, no trigger of the pipeline looks for more. */
  private static final int ENOUGH = 100;

  private Triggering() {}

  /** What follows from a change, or from the time: what is watched, and what fires. */
  static List<PipelineEvent> behind(Pipeline changed, Instant now) {
    List<PipelineEvent> events = new ArrayList<>();
    List<Watch> wanted = wanted(changed);
    if (!wanted.equals(changed.triggers().watches())) {
      events.add(new TriggersDriven(wanted));
    }
    if (!changed.triggers().waiting().isEmpty()) {
      events.addAll(gone(changed, now));
    }
    events.addAll(due(Driving.after(changed, events, now), now));
    return events;
  }

  /** One that is paused goes on to note which datasets are new. */
  private static List<Watch> wanted(Pipeline state) {
    List<Watch> all =
        state.drivenTriggers().entrySet().stream()
            .flatMap(one -> Watch.of(one.getKey(), one.getValue()).stream())
            .toList();
    return switch (state.status()) {
      case ACTIVE ->
          all.stream()
              .filter(one -> !one.polled() || !state.triggers().rests(one.trigger()))
              .toList();
      case PAUSED -> all.stream().filter(one -> !one.polled()).toList();
      case NEW, CREATED, ARCHIVED, DELETED -> List.of();
    };
  }

  private static List<PipelineEvent> gone(Pipeline state, Instant now) {
    boolean archived = state.status() == PipelineStatus.ARCHIVED;
    Map<String, Trigger.Driven> driven = state.drivenTriggers();
    return state.triggers().waiting().stream()
        .filter(one -> archived || !driven.containsKey(one.trigger()))
        .<PipelineEvent>map(
            one ->
                new FiringMissed(
                    Missed.of(
                        one,
                        now,
                        Missed.Why.REMOVED,
                        archived ? "the pipeline was archived" : "the trigger was taken away")))
        .toList();
  }

  /** The dataset triggers that fire by {@code now}. */
  private static List<PipelineEvent> due(Pipeline state, Instant now) {
    List<PipelineEvent> events = new ArrayList<>();
    if (state.status() == PipelineStatus.ACTIVE && arrivals(state)) {
      Pipeline then = state;
      for (Map.Entry<String, Trigger.Driven> one : state.drivenTriggers().entrySet()) {
        if (one.getValue() instanceof Trigger.Dataset wanted
            && !state.triggers().rests(one.getKey())
            && ready(state, one.getKey(), wanted).filter(at -> !at.isAfter(now)).isPresent()) {
          List<PipelineEvent> fired =
              Firings.met(then, firing(state, one.getKey(), wanted, now), wanted, now);
          events.addAll(fired);
          then = Driving.after(then, fired, now);
        }
      }
    }
    return events;
  }

  private static boolean arrivals(Pipeline state) {
    return state.triggers().sights().values().stream().anyMatch(one -> !one.arrived().isEmpty());
  }

  private static List<Evidence.Arrival> arrived(
      Pipeline state, String trigger, Trigger.Dataset wanted) {
    return state.triggers().sight(trigger).stream()
        .flatMap(sight -> sight.arrived().values().stream())
        .filter(one -> wanted.dataset().contains(one.dataset()))
        .toList();
  }

  /** When it fires, if what has arrived is enough. */
  private static Optional<Instant> ready(Pipeline state, String name, Trigger.Dataset wanted) {
    List<Evidence.Arrival> arrived = arrived(state, name, wanted);
    boolean enough =
        wanted.require() == TriggerRequire.ANY
            || arrived.size() == wanted.dataset().stream().distinct().count();
    return arrived.stream()
        .map(Evidence.Arrival::at)
        .max(Instant::compareTo)
        .filter(last -> enough)
        .map(last -> last.plus(wanted.debounce()));
  }

  private static Firing firing(Pipeline state, String name, Trigger.Dataset wanted, Instant now) {
    List<Evidence.Arrival> arrived = arrived(state, name, wanted);
    return new Firing(
        name,
        arrived.stream()
            .map(Evidence.Arrival::version)
            .distinct()
            .sorted()
            .collect(Collectors.joining(" ")),
        now,
        Map.of(),
        new Evidence.Datasets(arrived),
        1 + arrived.stream().mapToInt(Evidence.Arrival::depth).max().orElse(0));
  }

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> loaded(
      Pipeline state, DatasetLoaded loaded, Instant now) {
    List<PipelineEvent> events = new ArrayList<>();
    for (Watch watch : state.triggers().watches()) {
      Sight sight = state.triggers().sight(watch.trigger()).orElseThrow();
      for (String dataset : watch.datasets()) {
        if (loaded.names().contains(dataset)
            && sight.upTo() < loaded.place()
            && !sight.knows(loaded.version())
            && !loaded.at().isBefore(sight.since())) {
          arrived(state, watch.trigger(), sight, dataset, loaded).ifPresent(events::add);
        }
      }
    }
    Pipeline then = Driving.after(state, events, now);
    events.addAll(due(then, now));
    return new Decision<>(
        events,
        events.isEmpty() ? List.of() : PipelineLifecycle.owed(Driving.after(state, events, now)),
        Optional.of(new PipelineReply.Noted()));
  }

  /** A pipeline does not start itself. */
  private static Optional<PipelineEvent> arrived(
      Pipeline state, String trigger, Sight sight, String dataset, DatasetLoaded loaded) {
    if (!state.id().equals(Optional.of(loaded.loader()))) {
      return Optional.of(
          new DatasetArrived(
              trigger,
              new Evidence.Arrival(
                  dataset,
                  loaded.version(),
                  loaded.execution().value(),
                  loaded.name(),
                  loaded.at(),
                  loaded.depth()),
              loaded.place()));
    }
    String own = "the pipeline loads " + dataset + " itself, which starts nothing";
    return sight.problem().filter(one -> one.message().equals(own)).isPresent()
        ? Optional.empty()
        : Optional.of(
            new TriggerLooked(trigger, Optional.empty(), Map.of(), List.of(), Optional.of(own)));
  }

  /** Pauses or resumes one trigger; what it has found already waits with it. */
  static Decision<PipelineEvent, PipelineEffect, PipelineReply> change(
      Pipeline state, ChangeTrigger change, Instant now) {
    Set<String> there = state.drivenTriggers().keySet();
    if (!there.contains(change.trigger())) {
      return Decision.reply(
          new PipelineReply.Refused(
              Refusal.INVALID,
              "UNKNOWN_TRIGGER",
              "The pipeline has no trigger " + change.trigger() + ".",
              there.isEmpty() ? "It has none." : "It has: " + String.join(", ", there) + "."));
    }
    boolean pause = change.change() == PipelineCommand.TriggerChange.PAUSE;
    if (state.triggers().rests(change.trigger()) == pause) {
      return PipelineLifecycle.unchanged(state, change.idempotency());
    }
    PipelineEvent event =
        pause
            ? new TriggerPaused(change.trigger(), change.idempotency())
            : new TriggerResumed(change.trigger(), change.idempotency());
    if (PipelineTable.ROWS.row(state.status(), event).isEmpty()) {
      return Decision.reply(Permissions.notIn(state.status()));
    }
    List<PipelineEvent> events = new ArrayList<>();
    events.add(event);
    events.addAll(behind(Driving.after(state, events, now), now));
    Pipeline then = Driving.after(state, events, now);
    return new Decision<>(
        events, PipelineLifecycle.owed(then), Optional.of(new PipelineReply.Accepted(then, true)));
  }

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> look(Pipeline state, Look look) {
    if (state.status() == PipelineStatus.ACTIVE
        && !state.triggers().rests(look.trigger())
        && state.drivenTriggers().get(look.trigger()) instanceof Trigger.Polled polled
        && state.triggers().sight(look.trigger()).isPresent()) {
      return state.triggers().waiting().size() < ENOUGH
          ? new Decision<>(
              List.of(),
              List.of(
                  new LookFor(
                      look.trigger(),
                      polled,
                      state.triggers().sight(look.trigger()).orElseThrow(),
                      state.live().definition().parameters().keySet())),
              Optional.empty())
          : Decision.nothing();
    }
    return new Decision<>(List.of(), List.of(new LookNoMore(look.trigger())), Optional.empty());
  }

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> looked(
      Pipeline state, Looked looked, Instant now) {
    Optional<Sight> sight =
        state
            .triggers()
            .sight(looked.trigger())
            .filter(one -> one.identity().equals(looked.identity()))
            .filter(one -> one.round() == looked.round());
    Trigger.Driven trigger = state.drivenTriggers().get(looked.trigger());
    if (state.status() != PipelineStatus.ACTIVE
        || state.triggers().rests(looked.trigger())
        || sight.isEmpty()
        || trigger == null) {
      return Decision.nothing();
    }
    List<PipelineEvent> events = new ArrayList<>();
    if (other(sight.get(), looked)) {
      events.add(
          new TriggerLooked(
              looked.trigger(), looked.position(), looked.seen(), looked.gone(), looked.problem()));
    }
    Pipeline then = Driving.after(state, events, now);
    for (Firing firing : looked.found()) {
      if (!then.triggers().sight(looked.trigger()).orElseThrow().knows(firing.key())) {
        List<PipelineEvent> fired = Firings.met(then, firing, trigger, now);
        events.addAll(fired);
        then = Driving.after(then, fired, now);
      }
    }
    return new Decision<>(
        events, events.isEmpty() ? List.of() : PipelineLifecycle.owed(then), Optional.empty());
  }

  private static boolean other(Sight sight, Looked looked) {
    return looked.position().filter(next -> !sight.position().equals(Optional.of(next))).isPresent()
        || !looked.seen().isEmpty()
        || !looked.gone().isEmpty()
        || !looked.problem().equals(sight.problem().map(Sight.Problem::message));
  }

  /** What they ask of the outside; the same until it is done. */
  static List<PipelineEffect> owed(Pipeline state) {
    if (state.triggers().waiting().isEmpty()) {
      return List.of();
    }
    return Stream.concat(
            Firings.startable(state).stream().map(PrepareFiring::new),
            Firings.givingWay(state).stream())
        .toList();
  }

  /** When something fires, or what is owed is asked for once more. */
  static Optional<Instant> wakeAt(Pipeline state) {
    if (state.status() != PipelineStatus.ACTIVE) {
      return Optional.empty();
    }
    Stream<Instant> again =
        owed(state).isEmpty()
            ? Stream.empty()
            : Stream.of(state.triggers().waiting().getFirst().at().plus(Driving.PREPARE));
    Stream<Instant> fires =
        arrivals(state)
            ? state.drivenTriggers().entrySet().stream()
                .flatMap(
                    one ->
                        one.getValue() instanceof Trigger.Dataset wanted
                                && !state.triggers().rests(one.getKey())
                            ? ready(state, one.getKey(), wanted).stream()
                            : Stream.empty())
            : Stream.empty();
    return Stream.concat(again, fires).min(Instant::compareTo);
  }
}
