package ai.matih.pipelines.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Instant database = NOON;
  private Duration way = Duration.ZERO;
  private boolean away;
  private long ticks = 1_000_000_000_000L;

  private DatabaseClock clock() throws SQLException {
    return new DatabaseClock(
        () -> {
          pass(way);
          Instant answer = database;
          pass(way);
          if (away) {
            throw new SQLException("away");
          }
          return answer;
        },
        () -> ticks);
  }

  private void pass(Duration time) {
    ticks += time.toNanos();
    database = database.plus(time);
  }

  @Test
  void itGoesOnByTheMonotonicClockBetweenTwoReadings() throws SQLException {
    DatabaseClock clock = clock();
    pass(Duration.ofMillis(4_300));
    assertThat(clock.instant()).isEqualTo(NOON.plusMillis(4_300));
  }

  @Test
  void aSlowAnswerIsTakenForTheTimeInTheMiddle() throws SQLException {
    way = Duration.ofMillis(200);
    DatabaseClock clock = clock();
    assertThat(clock.instant()).isEqualTo(database);
  }

  @Test
  void itFollowsTheDatabaseWhereverThatGoes() throws SQLException {
    DatabaseClock clock = clock();
    database = database.minusSeconds(90);
    clock.readAgain();
    assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(90));
  }

  @Test
  void itGoesOnWhileTheDatabaseIsAway() throws SQLException {
    DatabaseClock clock = clock();
    away = true;
    pass(Duration.ofMinutes(3));
    clock.readAgain();
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(180));
  }
}
