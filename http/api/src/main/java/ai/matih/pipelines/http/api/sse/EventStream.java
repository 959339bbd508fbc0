package ai.matih.pipelines.http.api.sse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Server-sent events made by asking again and again what is new. Asks only while the listener takes
 * what comes, and stops when it leaves.
 */
public final class EventStream {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int QUIET_ROUNDS = 50;

  private EventStream() {}

  /** One event; {@code id} is where a listener resumes. */
  public record Event(Optional<String> id, String name, String data) {
    String text() {
      StringBuilder out = new StringBuilder();
      id.ifPresent(value -> out.append("id: ").append(value).append('\n'));
      out.append("event: ").append(name).append('\n');
      data.lines().forEach(line -> out.append("data: ").append(line).append('\n'));
      return out.append('\n').toString();
    }
  }

  /** What came of asking: events, where to go on, and whether that was all. */
  public record Round<S>(S next, List<Event> events, boolean over) {}

  /** Asks for what is new since {@code state}. */
  public interface Poll<S> {
    CompletionStage<Round<S>> next(S state);
  }

  private record Turn<S>(S state, boolean over, int quiet) {}

  /**
   * The stream that begins at {@code start}. What does not answer in time is asked again; any other
   * failure ends the stream, and the listener may come back.
   */
  public static <S> Source<ByteString, NotUsed> of(S start, Poll<S> poll) {
    return Source.unfoldAsync(
        new Turn<>(start, false, 0),
        turn ->
            turn.over()
                ? CompletableFuture.completedStage(Optional.empty())
                : poll.next(turn.state())
                    .exceptionally(failure -> after(turn.state(), failure))
                    .thenCompose(round -> emit(turn, round)));
  }

  private static <S> Round<S> after(S state, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new Round<>(state, List.of(), !(cause instanceof TimeoutException));
  }

  private static <S> CompletionStage<Optional<Pair<Turn<S>, ByteString>>> emit(
      Turn<S> turn, Round<S> round) {
    boolean silent = round.events().isEmpty();
    boolean alive = silent && turn.quiet() >= QUIET_ROUNDS;
    StringBuilder text = new StringBuilder(alive ? ": still here\n\n" : "");
    round.events().forEach(event -> text.append(event.text()));
    Turn<S> next = new Turn<>(round.next(), round.over(), silent && !alive ? turn.quiet() + 1 : 0);
    Optional<Pair<Turn<S>, ByteString>> out =
        Optional.of(Pair.create(next, ByteString.fromString(text.toString())));
    return silent && !round.over()
        ? CompletableFuture.supplyAsync(() -> out, LATER)
        : CompletableFuture.completedStage(out);
  }

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
}
