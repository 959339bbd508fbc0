package ai.matih.pipelines.cost;

import ai.matih.pipelines.definition.EngineKind;
import java.math.BigDecimal;
import java.util.Map;

/**
 * What everything costs: configuration of the node.
 *
 * @param currency as in ISO 4217
 * @param rates for every kind of engine
 */
public record PriceBook(String currency, Map<EngineKind, Rates> rates) {

  /** What holds if nothing is configured: the order of magnitude of a public cloud's list price. */
  public static final PriceBook DEFAULT =
      new PriceBook(
          "USD",
          Map.of(
              EngineKind.EMBEDDED, rates("0.05", "0.002"),
              EngineKind.AIRFLOW, rates("0.06", "0.002"),
              EngineKind.SPARK, rates("0.08", "0.003"),
              EngineKind.FLINK, rates("0.08", "0.003"),
              EngineKind.TEMPORAL, rates("0.06", "0.002")));

  /** Throws IllegalArgumentException naming a kind of engine that has no rates. */
  public PriceBook {
    rates = Map.copyOf(rates);
    for (EngineKind kind : EngineKind.values()) {
      if (!rates.containsKey(kind)) {
        throw new IllegalArgumentException("the price book has no rates for " + kind.wireName());
      }
    }
  }

  /** The rates of one kind of engine. */
  public Rates of(EngineKind kind) {
    return rates.get(kind);
  }

  private static Rates rates(String cpuHour, String gib) {
    return new Rates(new BigDecimal(cpuHour), new BigDecimal(gib));
  }
}
