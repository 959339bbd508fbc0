package ai.matih.pipelines.persistence.projection.publicevents;

import ai.matih.pipelines.entity.Journaled;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.persistence.journal.Json;
import ai.matih.pipelines.persistence.projection.FollowedRuns;
import ai.matih.pipelines.persistence.projection.JournalEntry;
import ai.matih.pipelines.persistence.projection.OutsideEffect;
import ai.matih.pipelines.pipeline.PipelineEvent;
import ai.matih.pipelines.schedule.Skip;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Tells every change of a pipeline and every status of a run, in the order of the journal, at least
 * once: after a failure everything is sent again from the first event that may be missing.
 */
public final class PublicEvents implements OutsideEffect<PublicEvent> {
  private static final int MOST_UNDER_WAY = 2_000;
  private static final long PATIENCE_SECONDS = 20;

  /** Where the events go. */
  @FunctionalInterface
  public interface Publisher {
    /**
     * Sends one record; returns at once.
     *
     * @param tenant also the key: a tenant's events keep their order
     * @return completes when the record is kept, fails if that is unknown
     */
    CompletionStage<Void> send(String tenant, byte[] event);
  }

  /** {@code kept} is absent while one before it has failed: nothing may overtake that. */
  private record Sent(PublicEvent event, Optional<CompletableFuture<Void>> kept) {
    boolean failed() {
      return kept.isEmpty() || kept.get().isCompletedExceptionally();
    }
  }

  /** What runs leave in a pipeline's journal, known by name: parsing it would give nothing. */
  private static final Set<String> OF_RUNS =
      Set.of("execution-ticketed", "execution-start-noted", "execution-end-noted");

  private final Publisher publisher;
  private final ArrayDeque<Sent> underWay = new ArrayDeque<>();
  private FollowedRuns runs = new FollowedRuns();

  /** Statuses that were told last, of runs in the middle of what was journaled at once. */
  private final Map<String, String> between = new HashMap<>();

  /** Sends to {@code publisher}; for one thread. */
  public PublicEvents(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void begin() {
    runs = new FollowedRuns();
    underWay.clear();
    between.clear();
  }

  @Override
  public List<PublicEvent> messages(JournalEntry entry, Connection journal) throws SQLException {
    if (FollowedRuns.isOfRun(entry)) {
      var change = runs.follow(entry, journal);
      return entry.eventName().equals("sla-missed") && !change.again()
          ? Stream.concat(
                  Stream.of(
                      ofRun(entry, "sla.missed", change.before().status().name(), change.after())
                          .named("sla")),
                  ofRun(entry, change).stream())
              .toList()
          : ofRun(entry, change).stream().toList();
    }
    return entry.persistenceId().startsWith("pipeline|") && !OF_RUNS.contains(entry.eventName())
        ? ofPipeline(entry).stream().toList()
        : List.of();
  }

  /**
   * The start is always told, for whoever counts runs. Then empty while more follows that was
   * journaled at once: nobody has seen what is in between.
   */
  private Optional<PublicEvent> ofRun(JournalEntry entry, FollowedRuns.Change change) {
    if (change.again()) {
      return Optional.empty();
    }
    if (change.before().spec().isEmpty()) {
      return Optional.of(ofRun(entry, "NONE", change.after()));
    }
    String before = between.get(entry.entityId());
    if (before == null) {
      before = change.before().status().name();
    }
    if (entry.head().wake() instanceof Journaled.Wake.Unchanged) {
      between.put(entry.entityId(), before);
      return Optional.empty();
    }
    between.remove(entry.entityId());
    return before.equals(change.after().status().name())
        ? Optional.empty()
        : Optional.of(ofRun(entry, before, change.after()));
  }

  private static PublicEvent ofRun(JournalEntry entry, String before, Execution run) {
    return ofRun(entry, "execution." + run.status().name().toLowerCase(Locale.ROOT), before, run);
  }

  private static PublicEvent ofRun(JournalEntry entry, String type, String before, Execution run) {
    var spec = run.pinned();
    var metrics = run.metrics();
    return new PublicEvent(
        PublicEvent.SCHEMA,
        eventId(entry),
        type,
        spec.tenant(),
        entry.head().occurredAt(),
        entry.head().cause().actor(),
        entry.head().cause().correlationId(),
        spec.pipeline().value(),
        Optional.of(spec.plan().pipelineName()),
        Optional.of(spec.revision()),
        Optional.of(
            new PublicEvent.Run(
                spec.id().value(),
                spec.root().value(),
                run.status().name(),
                before,
                spec.plan().engine().chosen().wireName(),
                spec.startedBy(),
                spec.submittedAt(),
                run.end().map(Execution.End::at),
                metrics.rowsRead(),
                metrics.rowsWritten(),
                run.end().map(Execution.End::cost),
                spec.prices().currency(),
                run.qualityScore(),
                run.end()
                    .flatMap(Execution.End::failure)
                    .map(
                        why ->
                            new PublicEvent.Why(
                                why.failureClass().name(), why.code(), why.message())))),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<PublicEvent> ofPipeline(JournalEntry entry) {
    return switch ((PipelineEvent) entry.event()) {
      case PipelineEvent.PipelineCreated created ->
          Optional.of(
              changed(
                  entry,
                  "created",
                  Optional.of(created.description().name()),
                  Optional.of(created.revision().number())));
      case PipelineEvent.PipelineUpdated updated ->
          Optional.of(
              changed(
                  entry,
                  "updated",
                  Optional.of(updated.description().name()),
                  Optional.of(updated.revision().number())));
      case PipelineEvent.PipelineRolledBack back ->
          Optional.of(
              changed(
                  entry, "rolled_back", Optional.empty(), Optional.of(back.revision().number())));
      case PipelineEvent.PipelineActivated ignored -> Optional.of(changed(entry, "activated"));
      case PipelineEvent.PipelinePaused ignored -> Optional.of(changed(entry, "paused"));
      case PipelineEvent.PipelineResumed ignored -> Optional.of(changed(entry, "resumed"));
      case PipelineEvent.PipelineArchived ignored -> Optional.of(changed(entry, "archived"));
      case PipelineEvent.PipelineDeleted ignored -> Optional.of(changed(entry, "deleted"));
      case PipelineEvent.RequestNoted ignored -> Optional.empty();
      case PipelineEvent.IntervalDue ignored -> Optional.empty();
      case PipelineEvent.TriggerEvent ignored -> Optional.empty();
      case PipelineEvent.IntervalsSkipped skipped -> Optional.of(skipped(entry, skipped.skip()));
      case PipelineEvent.BackfillEvent backfill -> Optional.of(backfill(entry, backfill));
      case PipelineEvent.ExecutionTicketed ignored -> Optional.empty();
      case PipelineEvent.ExecutionStartNoted ignored -> Optional.empty();
      case PipelineEvent.ExecutionEndNoted ignored -> Optional.empty();
    };
  }

  private static PublicEvent skipped(JournalEntry entry, Skip skip) {
    return changed(entry, "interval_skipped")
        .with(
            new PublicEvent.Skipped(
                skip.first(),
                skip.last(),
                skip.count(),
                ExecutionStatus.SKIPPED.name(),
                skip.why().name(),
                skip.detail()));
  }

  private static PublicEvent backfill(JournalEntry entry, PipelineEvent.BackfillEvent event) {
    String what =
        switch (event) {
          case PipelineEvent.BackfillStarted ignored -> "started";
          case PipelineEvent.BackfillPaused ignored -> "paused";
          case PipelineEvent.BackfillResumed ignored -> "resumed";
          case PipelineEvent.BackfillCancelRequested ignored -> "cancelling";
          case PipelineEvent.BackfillRetried ignored -> "retried";
          case PipelineEvent.BackfillEnded ended -> ended.outcome().name().toLowerCase(Locale.ROOT);
        };
    return changed(entry, "backfill_" + what).of(event.backfill().value());
  }

  private static PublicEvent changed(JournalEntry entry, String what) {
    return changed(entry, what, Optional.empty(), Optional.empty());
  }

  private static PublicEvent changed(
      JournalEntry entry, String what, Optional<String> name, Optional<Integer> revision) {
    return new PublicEvent(
        PublicEvent.SCHEMA,
        eventId(entry),
        "pipeline." + what,
        entry.head().tenant(),
        entry.head().occurredAt(),
        entry.head().cause().actor(),
        entry.head().cause().correlationId(),
        entry.entityId(),
        name,
        revision,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static String eventId(JournalEntry entry) {
    return entry.entityId() + "/" + entry.sequenceNumber();
  }

  @Override
  public void send(PublicEvent event) throws IOException {
    if (underWay.size() >= MOST_UNDER_WAY) {
      flush();
    }
    add(event);
  }

  private void add(PublicEvent event) {
    boolean waits = !underWay.isEmpty() && underWay.getLast().failed();
    underWay.add(new Sent(event, waits ? Optional.empty() : Optional.of(publish(event))));
  }

  /** Waits for what is under way; what is not kept is sent again, in order, at the next call. */
  @Override
  public void flush() throws IOException {
    while (!underWay.isEmpty()) {
      try {
        // the first was sent: what was not waits behind one that failed, and is sent again with it
        underWay.getFirst().kept().orElseThrow().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        underWay.removeFirst();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } catch (TimeoutException e) {
        throw new IOException("public events are not kept yet", e);
      } catch (ExecutionException e) {
        sendAgain();
        throw new IOException("public events are not kept: " + e.getMessage(), e);
      }
    }
  }

  private void sendAgain() {
    List<PublicEvent> again = underWay.stream().map(Sent::event).toList();
    underWay.clear();
    again.forEach(this::add);
  }

  private CompletableFuture<Void> publish(PublicEvent event) {
    try {
      return publisher
          .send(event.tenantId().value(), Json.MAPPER.writeValueAsBytes(event))
          .toCompletableFuture();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + event.eventId(), e);
    }
  }
}
