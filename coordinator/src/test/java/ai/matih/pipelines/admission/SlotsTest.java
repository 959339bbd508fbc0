package ai.matih.pipelines.admission;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId OTHER = new TenantId("other");

  private static AttemptId attempt(String key) {
    PipelineId pipeline = PipelineId.of(ACME, "p", 0);
    return new AttemptId(ExecutionId.of(pipeline, key), "s1", 1);
  }

  @Test
  void highStartsBeforeNormalBeforeLow() {
    Slots slots = new Slots(3, 3);
    slots.ask(attempt("low"), ACME, Priority.LOW, NOON);
    slots.ask(attempt("normal"), ACME, Priority.NORMAL, NOON);
    slots.ask(attempt("high"), ACME, Priority.HIGH, NOON);
    assertThat(slots.grant(NOON))
        .containsExactly(attempt("high"), attempt("normal"), attempt("low"));
  }

  @Test
  void everyFiveMinutesWaitedAreOneLevel() {
    Slots slots = new Slots(1, 1);
    slots.ask(attempt("low"), ACME, Priority.LOW, NOON);
    slots.ask(attempt("high"), ACME, Priority.HIGH, NOON.plus(Duration.ofMinutes(10)));
    assertThat(slots.grant(NOON.plus(Duration.ofMinutes(10)))).containsExactly(attempt("low"));

    Slots sooner = new Slots(1, 1);
    sooner.ask(attempt("low"), ACME, Priority.LOW, NOON);
    sooner.ask(attempt("high"), ACME, Priority.HIGH, NOON.plus(Duration.ofMinutes(9)));
    assertThat(sooner.grant(NOON.plus(Duration.ofMinutes(9)))).containsExactly(attempt("high"));
  }

  @Test
  void aTenantAtItsLimitDoesNotHoldUpAnother() {
    Slots slots = new Slots(10, 1);
    slots.ask(attempt("a1"), ACME, Priority.HIGH, NOON);
    slots.ask(attempt("a2"), ACME, Priority.HIGH, NOON.plusSeconds(1));
    slots.ask(attempt("o1"), OTHER, Priority.LOW, NOON);
    assertThat(slots.grant(NOON)).containsExactlyInAnyOrder(attempt("a1"), attempt("o1"));
    slots.giveBack(attempt("a1"));
    assertThat(slots.grant(NOON)).containsExactly(attempt("a2"));
  }

  @Test
  void aRepeatedAskIsOnePlaceAndAHolderIsToldAgain() {
    Slots slots = new Slots(1, 1);
    assertThat(slots.ask(attempt("a"), ACME, Priority.LOW, NOON)).isFalse();
    assertThat(slots.ask(attempt("a"), ACME, Priority.LOW, NOON)).isFalse();
    assertThat(slots.queued()).isEqualTo(1);
    assertThat(slots.grant(NOON)).containsExactly(attempt("a"));
    assertThat(slots.ask(attempt("a"), ACME, Priority.LOW, NOON)).isTrue();
    assertThat(slots.grant(NOON)).isEmpty();
  }

  @Test
  void whoRunsAlreadyIsCountedEvenBeyondTheCapacity() {
    Slots slots = new Slots(1, 5);
    slots.hold(attempt("a"), ACME);
    slots.hold(attempt("b"), ACME);
    slots.ask(attempt("c"), ACME, Priority.HIGH, NOON);
    assertThat(slots.grant(NOON)).isEmpty();
    slots.giveBack(attempt("a"));
    assertThat(slots.grant(NOON)).isEmpty();
    slots.giveBack(attempt("b"));
    assertThat(slots.grant(NOON)).containsExactly(attempt("c"));
  }

  @Test
  void whateverHappensTheCapacityIsKeptAndNobodyIsForgotten() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Slots slots = new Slots(3, 2);
      List<AttemptId> running = new ArrayList<>();
      int asked = 0;
      int ended = 0;
      Instant now = NOON;
      while (ended < 40) {
        now = now.plusSeconds(random.nextInt(100));
        if (asked < 40 && random.nextBoolean()) {
          slots.ask(
              attempt("k" + asked++),
              random.nextBoolean() ? ACME : OTHER,
              Priority.values()[random.nextInt(3)],
              now);
        } else if (!running.isEmpty()) {
          slots.giveBack(running.remove(random.nextInt(running.size())));
          ended++;
        }
        running.addAll(slots.grant(now));
        assertThat(running).as("seed %d", seed).hasSizeLessThanOrEqualTo(3).doesNotHaveDuplicates();
      }
      assertThat(slots.queued()).as("seed %d", seed).isZero();
    }
  }
}
