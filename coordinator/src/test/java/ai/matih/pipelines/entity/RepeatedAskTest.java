package ai.matih.pipelines.entity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.entity.EntityMessage.Command;
import ai.matih.pipelines.identity.Cause;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
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

  @SuppressWarnings("unchecked")
  private CompletableFuture<String> ask(Duration patience, boolean repeatable) {
    EntityTypeKey<EntityMessage<String, String>> key =
        (EntityTypeKey<EntityMessage<String, String>>)
            (EntityTypeKey<?>) EntityTypeKey.create(EntityMessage.class, "asked");
    return new RepeatedAsk(kit.system(), patience)
        .of(
            TestEntityRef.of(key, "one", entity.ref()),
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
}
