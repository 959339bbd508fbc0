package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * So many calls are carried out at once, more wait in the order in which they came. Without a bound
 * a burst of calls slows each of them so much that callers ask again, and what they gave up is work
 * still: such a node never gets out of it. Thread-safe.
 */
final class Turns {
  private final int atOnce;
  private final int mostWaiting;
  private final Duration longest;
  private final Executor executor;
  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private int underWay;

  /**
   * @param longest a call waits for its turn; then, and beyond {@code mostWaiting}, it is refused
   * @param executor begins what has waited
   */
  Turns(int atOnce, int mostWaiting, Duration longest, Executor executor) {
    this.atOnce = atOnce;
    this.mostWaiting = mostWaiting;
    this.longest = longest;
    this.executor = executor;
  }

  /**
   * Begins {@code call} when it is its turn; fails with SERVICE_UNAVAILABLE if that never comes.
   */
  <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> call) {
    Optional<CompletableFuture<Void>> turn = enter();
    return turn.isEmpty()
        ? carryOut(call)
        : turn.get()
            .exceptionallyCompose(
                late ->
                    CompletableFuture.failedStage(
                        late instanceof TimeoutException ? refusal() : late))
            .thenCompose(mine -> carryOut(call));
  }

  /** Empty if the turn is now. */
  private synchronized Optional<CompletableFuture<Void>> enter() {
    if (underWay < atOnce) {
      underWay++;
      return Optional.empty();
    }
    if (waiting.size() >= mostWaiting) {
      waiting.removeIf(CompletableFuture::isDone);
    }
    CompletableFuture<Void> turn = new CompletableFuture<>();
    if (waiting.size() >= mostWaiting) {
      turn.completeExceptionally(refusal());
    } else {
      waiting.add(turn.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS));
    }
    return Optional.of(turn);
  }

  private <T> CompletionStage<T> carryOut(Supplier<CompletionStage<T>> call) {
    CompletionStage<T> answer;
    try {
      answer = call.get();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedStage(e);
    }
    return answer.whenComplete((done, failure) -> leave());
  }

  private void leave() {
    Optional<CompletableFuture<Void>> next = next();
    next.ifPresent(
        turn ->
            executor.execute(
                () -> {
                  if (!turn.complete(null)) {
                    leave(); // it gave up in the meantime
                  }
                }));
  }

  private synchronized Optional<CompletableFuture<Void>> next() {
    CompletableFuture<Void> next = waiting.poll();
    while (next != null && next.isDone()) {
      next = waiting.poll();
    }
    if (next == null) {
      underWay--;
    }
    return Optional.ofNullable(next);
  }

  private static RuntimeException refusal() {
    return ApiError.of(
            ErrorCode.SERVICE_UNAVAILABLE, "This node has more requests than it can carry out.")
        .remedy("Ask again in a second, or ask another node.")
        .exception();
  }
}
