package ai.matih.pipelines.persistence.notification;

import ai.matih.pipelines.definition.Notification;
import ai.matih.pipelines.definition.NotificationEvent;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.execution.Expectations;
import ai.matih.pipelines.persistence.journal.Json;
import ai.matih.pipelines.persistence.projection.FollowedRuns;
import ai.matih.pipelines.persistence.projection.JournalEntry;
import ai.matih.pipelines.persistence.projection.OutsideEffect;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Puts what the definitions want told of their runs into the outbox, once each. Runs that tell
 * nobody anything cost a look at their start and at the names of their events.
 */
public final class NotesOfRuns implements OutsideEffect<Note> {
  private static final int KEPT = 20_000;

  private final NotificationOutbox outbox;

  /** Runs under way that tell nobody anything; one that is forgotten is looked up again. */
  private final Set<String> silent =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > KEPT;
            }
          });

  private FollowedRuns runs = new FollowedRuns();

  /** What is told goes to the outbox in {@code database}. */
  public NotesOfRuns(DataSource database) {
    this.outbox = new NotificationOutbox(database);
  }

  /** Something that happened, and what there is to say of it. */
  private record News(
      NotificationEvent event,
      String sentence,
      Optional<String> reason,
      Optional<String> gate,
      Optional<Instant> slaDue) {
    static News of(NotificationEvent event, String sentence, Optional<String> reason) {
      return new News(event, sentence, reason, Optional.empty(), Optional.empty());
    }
  }

  @Override
  public void begin() {
    runs = new FollowedRuns();
  }

  @Override
  public List<Note> messages(JournalEntry entry, Connection journal) throws SQLException {
    return switch (entry.eventName()) {
      case "execution-started" -> {
        if (entry.event() instanceof ExecutionEvent.ExecutionStarted started
            && wanted(started.spec()).isEmpty()) {
          silent.add(entry.persistenceId());
        }
        yield List.of();
      }
      case "execution-ended" ->
          silent.remove(entry.persistenceId()) ? List.of() : notes(entry, journal);
      case "sla-missed", "gate-opened", "step-ended" ->
          silent.contains(entry.persistenceId()) ? List.of() : notes(entry, journal);
      default -> List.of();
    };
  }

  private static List<Notification> wanted(ExecutionSpec spec) {
    return spec.expectations().map(Expectations::notifications).orElse(List.of());
  }

  private List<Note> notes(JournalEntry entry, Connection journal) throws SQLException {
    if (entry.eventName().equals("step-ended") && failedCheck(entry).isEmpty()) {
      return List.of();
    }
    Execution run = runs.follow(entry, journal).after();
    List<Notification> wanted = wanted(run.pinned());
    if (wanted.isEmpty()) {
      return List.of();
    }
    Optional<News> news = news(entry, run);
    List<Note> notes = new ArrayList<>();
    for (int one = 0; news.isPresent() && one < wanted.size(); one++) {
      if (wanted.get(one).on().contains(news.get().event())) {
        String id = entry.entityId() + "/" + entry.sequenceNumber() + "/" + one;
        notes.add(note(id, wanted.get(one), news.get(), run, entry.head().occurredAt()));
      }
    }
    return notes;
  }

  private static Optional<String> failedCheck(JournalEntry entry) {
    return entry.event() instanceof ExecutionEvent.StepEnded ended
        ? ended.result().quality().filter(one -> !one.passed()).map(one -> ended.step())
        : Optional.empty();
  }

  private static Optional<News> news(JournalEntry entry, Execution run) {
    String name = run.plan().pipelineName();
    return switch ((ExecutionEvent) entry.event()) {
      case ExecutionEvent.ExecutionEnded ended when ended.status() == ExecutionStatus.SUCCEEDED ->
          Optional.of(News.of(NotificationEvent.SUCCEEDED, name + " succeeded", Optional.empty()));
      case ExecutionEvent.ExecutionEnded ended
          when ended.status() != ExecutionStatus.CANCELLED
              && ended.status() != ExecutionStatus.SKIPPED ->
          Optional.of(
              News.of(
                  NotificationEvent.FAILED,
                  name + " " + ended.status().name().toLowerCase(java.util.Locale.ROOT),
                  ended
                      .failure()
                      .map(why -> why.message())
                      .or(() -> run.stop().map(Execution.Stop::reason))));
      case ExecutionEvent.SlaMissed missed ->
          Optional.of(
              new News(
                  NotificationEvent.SLA_MISSED,
                  name + " is not done by its SLA, " + missed.due(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(missed.due())));
      case ExecutionEvent.GateOpened opened when opened.pokeInterval().isEmpty() ->
          Optional.of(
              new News(
                  NotificationEvent.APPROVAL,
                  name + " waits for a verdict at gate " + opened.gate(),
                  Optional.of("until " + opened.deadline()),
                  Optional.of(opened.gate()),
                  Optional.empty()));
      case ExecutionEvent.StepEnded ignored ->
          failedCheck(entry)
              .map(
                  check ->
                      News.of(
                          NotificationEvent.QUALITY,
                          name + ": " + check + " did not pass",
                          Optional.empty()));
      case ExecutionEvent.ExecutionEnded ignored -> Optional.empty();
      case ExecutionEvent.OfAttempt ignored -> Optional.empty();
      case ExecutionEvent.ExecutionStarted ignored -> Optional.empty();
      case ExecutionEvent.SlotAsked ignored -> Optional.empty();
      case ExecutionEvent.RetryScheduled ignored -> Optional.empty();
      case ExecutionEvent.GateOpened ignored -> Optional.empty();
      case ExecutionEvent.SensorTroubled ignored -> Optional.empty();
      case ExecutionEvent.VerdictGiven ignored -> Optional.empty();
      case ExecutionEvent.GateEscalated ignored -> Optional.empty();
      case ExecutionEvent.CancelRequested ignored -> Optional.empty();
      case ExecutionEvent.EndSettled ignored -> Optional.empty();
      case ExecutionEvent.EndOwed ignored -> Optional.empty();
    };
  }

  private static Note note(
      String id, Notification wanted, News news, Execution run, Instant occurredAt) {
    ExecutionSpec spec = run.pinned();
    String text =
        news.sentence()
            + news.reason().map(why -> ": " + why).orElse("")
            + "\nrun "
            + spec.id()
            + ", revision "
            + spec.revision()
            + ", "
            + run.status();
    NoteDocument document =
        new NoteDocument(
            NoteDocument.SCHEMA,
            id,
            news.event().wireName(),
            spec.tenant().value(),
            spec.pipeline().value(),
            spec.plan().pipelineName(),
            spec.revision(),
            spec.id().value(),
            run.status().name(),
            occurredAt,
            text,
            news.reason(),
            news.gate(),
            news.slaDue());
    try {
      return new Note(
          id,
          spec.tenant(),
          spec.id().value(),
          wanted.channel(),
          wanted.connection(),
          wanted.target(),
          news.sentence(),
          text,
          Json.MAPPER.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + id, e);
    }
  }

  @Override
  public void send(Note note) throws IOException {
    try {
      outbox.put(note);
    } catch (SQLException e) {
      throw new IOException("the outbox does not answer: " + e.getMessage(), e);
    }
  }
}
