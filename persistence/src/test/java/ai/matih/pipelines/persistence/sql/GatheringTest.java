package ai.matih.pipelines.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private final Gathering gathering = new Gathering(8, Duration.ofMillis(4));

  @Test
  void whatComesAloneWaitsForNothing() {
    for (int i = 0; i < 10; i++) {
      gathering.took(7);
    }
    assertThat(gathering.distance()).isZero();
  }

  @Test
  void batchesThatWereWorthwhileKeepAGrowingDistanceUpToTheBound() {
    gathering.took(8);
    Duration first = gathering.distance();
    gathering.took(8);
    assertThat(gathering.distance()).isGreaterThan(first);
    for (int i = 0; i < 10; i++) {
      gathering.took(100);
    }
    assertThat(gathering.distance()).isEqualTo(Duration.ofMillis(4));
  }

  @Test
  void whoFindsLittleIsSoonBackToTakingEachAsItComes() {
    for (int i = 0; i < 10; i++) {
      gathering.took(100);
    }
    for (int i = 0; i < 4; i++) {
      gathering.took(1);
    }
    assertThat(gathering.distance()).isZero();
  }
}
