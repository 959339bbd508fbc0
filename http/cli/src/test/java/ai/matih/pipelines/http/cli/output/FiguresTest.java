package ai.matih.pipelines.http.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1500,1.5 KB",
    "900000,0.9 MB",
    "1100000,1.1 MB",
    "99000,99.0 KB"
  })
  void bytesAreShownInTheLargestUnitThatFits(long bytes, String shown) {
    assertThat(Figures.bytes(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0,$0", "0.00001,< $0.0001", "0.00012,$0.0001", "0.01234,$0.01", "12.345,$12.35"})
  void moneyIsNeverRoundedToNothing(BigDecimal amount, String shown) {
    assertThat(Figures.money(amount, "USD")).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"400,0.4 s", "59900,59.9 s", "75000,1 min 15 s", "7320000,2 h 2 min"})
  void timesAreShownAsPreciselyAsTheyMatter(long millis, String shown) {
    assertThat(Figures.time(Duration.ofMillis(millis))).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0.9999,0.99", "1,1.00", "0.978,0.97"})
  void aScoreBelowOneIsNeverShownAsOne(double score, String shown) {
    assertThat(Figures.score(score)).isEqualTo(shown);
  }
}
