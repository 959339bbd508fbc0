package ai.matih.pipelines.http.api.sse;

import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.http.api.json.Json;
import ai.matih.pipelines.http.api.port.ExecutionJournal;
import ai.matih.pipelines.http.api.port.ExecutionJournal.Entry;
import ai.matih.pipelines.http.api.sse.EventStream.Event;
import ai.matih.pipelines.http.api.sse.EventStream.Round;
import ai.matih.pipelines.http.api.view.ExecutionView;
import ai.matih.pipelines.http.api.view.ExecutionView.ProgressView;
import ai.matih.pipelines.identity.ExecutionId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A run as it happens: every journal entry under its type, with its sequence number as id; {@code
 * progress} between them, which is not journaled and has no id; {@code end} as the last.
 */
public record ExecutionEvents(
    ExecutionId execution, ExecutionJournal journal, Supplier<CompletionStage<Execution>> state)
    implements EventStream.Poll<ExecutionEvents.Place> {
  private static final int BATCH = 200;

  /**
   * How far a listener has come.
   *
   * @param last the newest sequence number sent
   * @param shown the progress sent last, as text
   * @param ended the run's end was seen; what the journal still has is sent, then {@code end}
   */
  public record Place(long last, String shown, boolean ended) {
    /** The beginning, or where a listener left off. */
    public static Place after(long sequenceNumber) {
      return new Place(sequenceNumber, "", false);
    }
  }

  /** Progress as it is sent. */
  record ProgressEvent(String status, ProgressView progress) {}

  @Override
  public CompletionStage<Round<Place>> next(Place place) {
    return journal
        .read(execution, place.last(), BATCH)
        .thenCompose(entries -> entries.isEmpty() ? quiet(place) : journaled(place, entries));
  }

  private static CompletionStage<Round<Place>> journaled(Place place, List<Entry> entries) {
    List<Event> events =
        entries.stream()
            .map(
                entry ->
                    new Event(
                        Optional.of("" + entry.sequenceNumber()), entry.type(), Json.text(entry)))
            .toList();
    long last = entries.getLast().sequenceNumber();
    return CompletableFuture.completedStage(
        new Round<>(new Place(last, place.shown(), place.ended()), events, false));
  }

  private CompletionStage<Round<Place>> quiet(Place place) {
    return state.get().thenApply(now -> progress(place, now));
  }

  private static Round<Place> progress(Place place, Execution now) {
    String text = Json.text(new ProgressEvent(now.status().name(), ExecutionView.progress(now)));
    if (place.ended()) {
      return new Round<>(place, List.of(new Event(Optional.empty(), "end", text)), true);
    }
    boolean ended = now.status().ended();
    Place next = new Place(place.last(), text, ended);
    return text.equals(place.shown())
        ? new Round<>(next, List.of(), false)
        : new Round<>(next, List.of(new Event(Optional.empty(), "progress", text)), false);
  }
}
