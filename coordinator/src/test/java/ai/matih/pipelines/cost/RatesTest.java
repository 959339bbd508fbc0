package ai.matih.pipelines.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.matih.pipelines.definition.EngineKind;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatesTest {
  private static final Rates RATES = new Rates(new BigDecimal("0.36"), new BigDecimal("0.5"));

  @Test
  void processorTimeIsPaidByTheHourAndCountedByTheMillisecond() {
    assertThat(RATES.cost(3_600_000, 0, 0)).isEqualByComparingTo("0.36");
    assertThat(RATES.cost(10, 0, 0)).isEqualByComparingTo("0.000001");
  }

  @Test
  void bytesArePaidInAndOut() {
    assertThat(RATES.cost(0, 1L << 30, 0)).isEqualByComparingTo("0.5");
    assertThat(RATES.cost(0, 1L << 30, 1L << 31)).isEqualByComparingTo("1.5");
  }

  @Test
  void nothingCostsNothing() {
    assertThat(RATES.cost(0, 0, 0)).isZero();
  }

  @Test
  void theLargestFiguresDoNotOverflow() {
    assertThat(RATES.cost(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)).isPositive();
  }

  @Test
  void aPriceBookHasRatesForEveryEngine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PriceBook("USD", Map.of(EngineKind.EMBEDDED, RATES)))
        .withMessageContaining("airflow");
  }
}
