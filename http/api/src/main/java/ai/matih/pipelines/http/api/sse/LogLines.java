package ai.matih.pipelines.http.api.sse;

import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.http.api.port.RunRecords;
import ai.matih.pipelines.http.api.sse.EventStream.Event;
import ai.matih.pipelines.http.api.sse.EventStream.Round;
import ai.matih.pipelines.identity.ExecutionId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A run's log as it is written: {@code log} events whose id is the next offset, then {@code end}.
 */
public record LogLines(
    ExecutionId execution,
    Optional<String> step,
    RunRecords records,
    Supplier<CompletionStage<Execution>> state)
    implements EventStream.Poll<LogLines.Place> {
  private static final int PART = 1 << 16;

  /** The next byte to send; {@code ended} once the run was seen ended. */
  public record Place(long offset, boolean ended) {}

  @Override
  public CompletionStage<Round<Place>> next(Place place) {
    return records
        .logs(execution, step, place.offset(), PART)
        .thenCompose(part -> round(place, part));
  }

  private CompletionStage<Round<Place>> round(Place place, RunRecords.LogPart part) {
    if (!part.text().isEmpty()) {
      Event event = new Event(Optional.of("" + part.next()), "log", part.text());
      return CompletableFuture.completedStage(
          new Round<>(new Place(part.next(), place.ended()), List.of(event), false));
    }
    return state
        .get()
        .thenApply(
            now ->
                place.ended()
                    ? new Round<>(
                        place,
                        List.of(new Event(Optional.empty(), "end", now.status().name())),
                        true)
                    : new Round<>(
                        new Place(place.offset(), now.status().ended()), List.of(), false));
  }
}
