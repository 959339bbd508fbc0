package ai.matih.pipelines.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.schedule.WakeUps.Due;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeUpClockTest {
  private static final Instant TOMORROW = Instant.parse("2126-01-02T00:00:00Z");

  private final BlockingQueue<Due> woken = new LinkedBlockingQueue<>();

  /** One open run, due tomorrow; nothing is due now. */
  private static final WakeUps ONE_OPEN =
      new WakeUps() {
        @Override
        public List<Due> takeDue(int most) {
          return List.of();
        }

        @Override
        public List<Due> all(String kind) {
          return kind.equals("execution")
              ? List.of(new Due("execution|exec-1", 7, TOMORROW))
              : List.of();
        }

        @Override
        public List<Due> overdue(String kind) {
          return List.of();
        }
      };

  @Test
  void aStartRecallsOpenRunsWithoutMakingThemBelieveThatTheyAreDue() throws Exception {
    try (WakeUpClock clock = WakeUpClock.start(ONE_OPEN, woken::add)) {
      Due recalled = woken.poll(20, TimeUnit.SECONDS);
      assertThat(recalled.persistenceId()).isEqualTo("execution|exec-1");
      assertThat(recalled.token()).as("a gate that has a day left keeps it").isEqualTo(-1);
      clock.sweepSoon();
      assertThat(woken.poll(20, TimeUnit.SECONDS)).isEqualTo(recalled);
    }
  }
}
