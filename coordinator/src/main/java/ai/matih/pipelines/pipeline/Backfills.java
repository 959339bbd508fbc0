package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.definition.WriteMode;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.execution.ExecutionReply.Refusal;
import ai.matih.pipelines.pipeline.PipelineEffect.PrepareBackfill;
import ai.matih.pipelines.pipeline.PipelineEffect.StopBackfillRun;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillCancelRequested;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillEnded;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillPaused;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillResumed;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillRetried;
import ai.matih.pipelines.pipeline.PipelineEvent.BackfillStarted;
import ai.matih.pipelines.pipeline.PipelineReply.Refused;
import ai.matih.pipelines.schedule.Backfill;
import ai.matih.pipelines.schedule.Backfill.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be asked of backfills, and what they owe. */
final class Backfills {
  /** Backfills of one pipeline that may go on at once. */
  static final int MOST = 10;

  private Backfills() {}

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> start(
      Pipeline state, PipelineCommand.StartBackfill start, Instant now) {
    if (state.backfill(start.backfill()).isPresent()) {
      return PipelineLifecycle.unchanged(state, start.idempotency());
    }
    Optional<Refused> refused = refuse(state, start);
    return refused.isPresent()
        ? Decision.reply(refused.get())
        : PipelineLifecycle.change(
            state,
            new BackfillStarted(
                start.backfill(),
                start.request(),
                start.total(),
                start.principal().subject(),
                start.idempotency()),
            now);
  }

  private static Optional<Refused> refuse(Pipeline state, PipelineCommand.StartBackfill start) {
    if (start.total() < 1) {
      return refused(
          Refusal.INVALID,
          "NO_INTERVALS",
          "No interval of the schedule lies in that range and is over.",
          "Widen the range; an interval counts once its end has come.");
    }
    String appending =
        state.revisions().isEmpty()
            ? ""
            : state.live().definition().sinks().entrySet().stream()
                .filter(sink -> sink.getValue().mode() == WriteMode.APPEND)
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    if (!appending.isEmpty() && !start.allowAppend()) {
      return refused(
          Refusal.CONFLICT,
          "APPEND_SINK",
          "Sink "
              + appending
              + " appends: what was loaded of these intervals would be there twice.",
          "Use merge_on_key or overwrite_partition, or say --allow-append (allow_append: true) if"
              + " nothing of the range was loaded yet.");
    }
    long open = state.backfills().stream().filter(one -> !one.status().ended()).count();
    return open >= MOST
        ? refused(
            Refusal.CONFLICT,
            "TOO_MANY_BACKFILLS",
            MOST + " backfills of this pipeline go on, which is the most there can be.",
            "Wait for one to end, or cancel one.")
        : Optional.empty();
  }

  static Decision<PipelineEvent, PipelineEffect, PipelineReply> change(
      Pipeline state, PipelineCommand.ChangeBackfill change, Instant now) {
    Optional<Backfill> known = state.backfill(change.backfill());
    if (known.isEmpty()) {
      return Decision.reply(
          new Refused(
              Refusal.INVALID,
              "NO_SUCH_BACKFILL",
              "This pipeline keeps no backfill " + change.backfill() + ".",
              "`matih backfill list` shows those that go on and the last that have ended."));
    }
    Backfill backfill = known.get();
    Idempotency key = change.idempotency();
    return switch (change.change()) {
      case PAUSE ->
          switch (backfill.status()) {
            case RUNNING ->
                PipelineLifecycle.change(
                    state,
                    new BackfillPaused(
                        backfill.id(), "paused by " + change.principal().subject(), key),
                    now);
            case PAUSED -> PipelineLifecycle.unchanged(state, key);
            case CANCELLING, SUCCEEDED, FAILED, CANCELLED -> notNow(backfill);
          };
      case RESUME ->
          switch (backfill.status()) {
            case PAUSED ->
                PipelineLifecycle.change(state, new BackfillResumed(backfill.id(), key), now);
            case RUNNING -> PipelineLifecycle.unchanged(state, key);
            case CANCELLING, SUCCEEDED, FAILED, CANCELLED -> notNow(backfill);
          };
      case CANCEL ->
          switch (backfill.status()) {
            case RUNNING, PAUSED ->
                PipelineLifecycle.change(
                    state,
                    new BackfillCancelRequested(
                        backfill.id(), "cancelled by " + change.principal().subject(), key),
                    now);
            case CANCELLING, CANCELLED -> PipelineLifecycle.unchanged(state, key);
            case SUCCEEDED, FAILED -> notNow(backfill);
          };
      case RETRY ->
          switch (backfill.status()) {
            case RUNNING, PAUSED, FAILED ->
                backfill.failed().isEmpty()
                    ? PipelineLifecycle.unchanged(state, key)
                    : PipelineLifecycle.change(state, new BackfillRetried(backfill.id(), key), now);
            case CANCELLING, SUCCEEDED, CANCELLED -> notNow(backfill);
          };
    };
  }

  private static Decision<PipelineEvent, PipelineEffect, PipelineReply> notNow(Backfill backfill) {
    return Decision.reply(
        new Refused(
            Refusal.CONFLICT,
            "BACKFILL_" + backfill.status(),
            "The backfill is " + backfill.status() + ".",
            backfill.status() == Status.FAILED
                ? "Run what failed again with `matih backfill retry`."
                : "Start another backfill for what is missing."));
  }

  private static Optional<Refused> refused(
      Refusal kind, String code, String message, String remedy) {
    return Optional.of(new Refused(kind, code, message, remedy));
  }

  /** A pipeline that is archived runs no interval any more. */
  static List<PipelineEvent> before(Pipeline state, PipelineEvent change) {
    if (!(change instanceof PipelineEvent.PipelineArchived)) {
      return List.of();
    }
    return state.backfills().stream()
        .filter(one -> one.status() == Status.RUNNING || one.status() == Status.PAUSED)
        .<PipelineEvent>map(
            one ->
                new BackfillCancelRequested(
                    one.id(), "the pipeline was archived", Idempotency.NONE))
        .toList();
  }

  /** The ends of those of which nothing is left. */
  static List<PipelineEvent> settled(Pipeline state) {
    List<PipelineEvent> ends = new ArrayList<>();
    for (Backfill one : state.backfills()) {
      one.outcome()
          .ifPresent(
              outcome ->
                  ends.add(
                      new BackfillEnded(one.id(), outcome, one.succeeded(), one.failed().size())));
    }
    return ends;
  }

  /** What they ask of the outside: the next run of each, or the stop of those that go on. */
  static List<PipelineEffect> owed(Pipeline state) {
    List<PipelineEffect> effects = new ArrayList<>();
    for (Backfill one : state.backfills()) {
      if (one.status() == Status.CANCELLING) {
        one.running()
            .values()
            .forEach(
                execution ->
                    effects.add(
                        new StopBackfillRun(execution, "the backfill was " + one.reason().get())));
      } else if (mayStart(state)) {
        one.startable().ifPresent(interval -> effects.add(new PrepareBackfill(one, interval)));
      }
    }
    return effects;
  }

  private static boolean mayStart(Pipeline state) {
    return switch (state.status()) {
      case CREATED, ACTIVE, PAUSED -> state.inFlight() < Tickets.MOST;
      case NEW, ARCHIVED, DELETED -> false;
    };
  }

  /** When what they owe is asked for once more. */
  static Optional<Instant> wakeAt(Pipeline state) {
    return state.backfills().stream()
        .filter(
            one ->
                one.status() == Status.CANCELLING
                    || one.outcome().isPresent()
                    || mayStart(state) && one.startable().isPresent())
        .map(one -> one.changedAt().plus(Driving.PREPARE))
        .min(Instant::compareTo);
  }
}
