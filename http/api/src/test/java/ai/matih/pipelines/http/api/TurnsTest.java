package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.problem.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final List<CompletableFuture<String>> begun = new ArrayList<>();

  private CompletableFuture<String> call(Turns turns) {
    return turns
        .inTurn(
            () -> {
              begun.add(new CompletableFuture<>());
              return begun.getLast();
            })
        .toCompletableFuture();
  }

  private static void assertRefused(CompletableFuture<String> call) {
    assertThat(call)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withCauseInstanceOf(ApiException.class)
        .withMessageContaining("more requests than it can carry out");
  }

  @Test
  void asManyAsMayAreCarriedOutAtOnceAndTheOthersInTheirOrder() {
    Turns turns = new Turns(2, 100, LONG, Runnable::run);
    var calls = IntStream.range(0, 5).mapToObj(call -> call(turns)).toList();
    assertThat(begun).hasSize(2);

    begun.get(0).complete("first");
    assertThat(begun).hasSize(3);
    begun.get(1).completeExceptionally(new IllegalStateException("failed"));
    assertThat(begun).hasSize(4);
    begun.get(2).complete("third");
    begun.get(3).complete("fourth");
    begun.get(4).complete("fifth");

    assertThat(calls.get(0)).isCompletedWithValue("first");
    assertThat(calls.get(1)).isCompletedExceptionally();
    assertThat(calls.get(4)).isCompletedWithValue("fifth");
  }

  @Test
  void whatThrowsGivesItsTurnBack() {
    Turns turns = new Turns(1, 100, LONG, Runnable::run);
    turns.inTurn(
        () -> {
          throw new IllegalStateException("at once");
        });

    call(turns);
    assertThat(begun).hasSize(1);
  }

  @Test
  void aCallTooManyIsRefusedAtOnce() {
    Turns turns = new Turns(1, 1, LONG, Runnable::run);
    call(turns);
    call(turns);

    assertRefused(call(turns));
    begun.getFirst().complete("done");
    assertThat(begun).as("the one that waited has its turn").hasSize(2);
  }

  @Test
  void whoHasWaitedTooLongIsRefusedAndTakesNoTurn() {
    Turns turns = new Turns(1, 1, Duration.ofMillis(50), Runnable::run);
    call(turns);
    assertRefused(call(turns));

    begun.getFirst().complete("done");
    call(turns);
    assertThat(begun).as("a turn is free").hasSize(2);
  }

  @Test
  void manyThatEndAtOnceDoNotPileUpOnOneStack() {
    Turns turns = new Turns(1, 100_000, LONG, java.util.concurrent.ForkJoinPool.commonPool());
    CompletableFuture<String> first = call(turns);
    List<CompletableFuture<String>> others = new ArrayList<>();
    for (int call = 0; call < 20_000; call++) {
      others.add(
          turns.inTurn(() -> CompletableFuture.completedStage("at once")).toCompletableFuture());
    }
    begun.getFirst().complete("done");

    assertThat(first).isCompletedWithValue("done");
    assertThat(CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)))
        .succeedsWithin(LONG);
  }
}
