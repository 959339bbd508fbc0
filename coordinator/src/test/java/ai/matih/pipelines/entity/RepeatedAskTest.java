package ai.matih.pipelines.entity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.entity.EntityMessage.Command;
import ai.matih.pipelines.identity.Cause;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepeatedAskTest {
  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<EntityMessage<String, String>> entity = kit.createTestProbe();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private CompletableFuture<String> ask(Duration patience, boolean repeatable) {
    return ask(new RepeatedAsk(kit.system(), patience), entity.ref(), repeatable);
  }

  @SuppressWarnings("unchecked")
  private CompletableFuture<String> ask(
      RepeatedAsk asks, ActorRef<EntityMessage<String, String>> asked, boolean repeatable) {
    EntityTypeKey<EntityMessage<String, String>> key =
        (EntityTypeKey<EntityMessage<String, String>>)
            (EntityTypeKey<?>) EntityTypeKey.create(EntityMessage.class, "asked");
    return asks.of(
            TestEntityRef.of(key, "one", asked),
            replyTo -> EntityMessage.<String, String>ask("question", Cause.SYSTEM, replyTo),
            repeatable)
        .toCompletableFuture();
  }

  private Command<String, String> next() {
    return (Command<String, String>) entity.receiveMessage(Duration.ofSeconds(10));
  }

  @Test
  void aQuestionThatIsDroppedAtAHandOverIsAskedAgain() {
    CompletableFuture<String> answer = ask(Duration.ofSeconds(20), true);
    next();
    next().replyTo().orElseThrow().tell("answer");

    assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("answer");
  }

  @Test
  void anAnswerToTheFirstQuestionThatComesLateCounts() {
    CompletableFuture<String> answer = ask(Duration.ofSeconds(20), true);
    Command<String, String> first = next();
    next();
    first.replyTo().orElseThrow().tell("answer");

    assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("answer");
  }

  @Test
  void whatWouldHaveASecondEffectIsAskedOnce() {
    CompletableFuture<String> answer = ask(Duration.ofSeconds(2), false);
    next();

    assertThat(answer).failsWithin(Duration.ofSeconds(10));
    entity.expectNoMessage(Duration.ZERO);
  }

  @Test
  void whatManyWaitForIsAskedAgainHoweverLateItsNewOwnerComes() {
    int asked = 150;
    AtomicInteger received = new AtomicInteger();
    ActorRef<EntityMessage<String, String>> late =
        kit.spawn(
            Behaviors.receiveMessage(
                message -> {
                  if (received.incrementAndGet() > 3 * asked) {
                    ((Command<String, String>) message).replyTo().orElseThrow().tell("answer");
                  }
                  return Behaviors.same();
                }));
    RepeatedAsk asks = new RepeatedAsk(kit.system(), Duration.ofSeconds(60));
    CompletableFuture<?>[] answers = new CompletableFuture<?>[asked];
    for (int ask = 0; ask < asked; ask++) {
      answers[ask] = ask(asks, late, true);
    }

    assertThat(CompletableFuture.allOf(answers)).succeedsWithin(Duration.ofSeconds(70));
  }

  @Test
  void whereNobodyAnswersInTimeFewAsksAreRepeated() {
    int asked = 2_000;
    AtomicInteger received = new AtomicInteger();
    ActorRef<EntityMessage<String, String>> silent =
        kit.spawn(
            Behaviors.receiveMessage(
                message -> {
                  received.incrementAndGet();
                  return Behaviors.same();
                }));
    RepeatedAsk asks = new RepeatedAsk(kit.system(), Duration.ofSeconds(5));
    CompletableFuture<?>[] answers = new CompletableFuture<?>[asked];
    for (int ask = 0; ask < asked; ask++) {
      answers[ask] = ask(asks, silent, true);
    }
    assertThat(CompletableFuture.allOf(answers)).failsWithin(Duration.ofSeconds(50));

    assertThat(received.get() - asked).as("repetitions").isBetween(1, asked / 5);
  }
}
