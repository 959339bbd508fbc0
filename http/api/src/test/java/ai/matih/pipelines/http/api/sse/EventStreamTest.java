package ai.matih.pipelines.http.api.sse;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.sse.EventStream.Event;
import ai.matih.pipelines.http.api.sse.EventStream.Poll;
import ai.matih.pipelines.http.api.sse.EventStream.Round;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void whatDoesNotAnswerInTimeIsAskedAgain() throws Exception {
    assertThat(
            textOf(
                new Poll<>() {
                  private boolean failed;

                  @Override
                  public CompletableFuture<Round<Integer>> next(Integer state) {
                    if (!failed) {
                      failed = true;
                      return CompletableFuture.failedFuture(new TimeoutException("no answer"));
                    }
                    return CompletableFuture.completedFuture(ended());
                  }
                }))
        .isEqualTo("id: 7\nevent: end\ndata: one\ndata: two\n\n");
  }

  @Test
  void anyOtherFailureEndsTheStreamWithoutBreakingTheConnection() throws Exception {
    assertThat(textOf(state -> CompletableFuture.failedStage(new IllegalStateException("gone"))))
        .isEmpty();
  }

  private static Round<Integer> ended() {
    return new Round<>(1, List.of(new Event(Optional.of("7"), "end", "one\ntwo")), true);
  }

  private static String textOf(Poll<Integer> poll)
      throws InterruptedException, ExecutionException, TimeoutException {
    return EventStream.of(0, poll)
        .runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), KIT.system())
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS)
        .utf8String();
  }
}
