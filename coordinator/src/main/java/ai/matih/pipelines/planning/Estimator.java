package ai.matih.pipelines.planning;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.definition.EngineKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * What a run will take: as earlier runs took, else from what the sources tell. A first estimate
 * rests on the rates below, which are rough; a run later it does not matter.
 */
final class Estimator {
  /** Of those that are looked at, the middle one counts: one odd run must not show. */
  private static final int RUNS = 5;

  private static final long STEP_MILLIS = 60;
  private static final long BYTES_PER_SECOND = 20_000_000;

  private final PriceBook prices;

  Estimator(PriceBook prices) {
    this.prices = prices;
  }

  Estimate estimate(EngineKind engine, int steps, SourceFacts facts, RunHistory history) {
    return history.runs().isEmpty()
        ? fromSources(engine, steps, facts)
        : fromRuns(history.runs().stream().limit(RUNS).toList());
  }

  private Estimate fromSources(EngineKind engine, int steps, SourceFacts facts) {
    long bytes = facts.bytes().orElse(0);
    long millis = startMillis(engine) + STEP_MILLIS * steps + bytes * 1000 / BYTES_PER_SECOND;
    return new Estimate(
        facts.basis(),
        facts.rows(),
        facts.bytes(),
        Duration.ofMillis(millis),
        prices.of(engine).cost(millis, bytes, bytes),
        prices.currency());
  }

  private Estimate fromRuns(List<RunHistory.Run> runs) {
    BigDecimal cost = runs.stream().map(RunHistory.Run::cost).sorted().toList().get(middle(runs));
    return new Estimate(
        Estimate.Basis.EARLIER_RUNS,
        OptionalLong.of(middle(runs, RunHistory.Run::rows)),
        OptionalLong.of(middle(runs, RunHistory.Run::bytes)),
        Duration.ofMillis(middle(runs, run -> run.duration().toMillis())),
        cost,
        prices.currency());
  }

  private static long middle(List<RunHistory.Run> runs, ToLongFunction<RunHistory.Run> figure) {
    return runs.stream().mapToLong(figure).sorted().toArray()[middle(runs)];
  }

  /** The lower one of two: what slows a run down, such as a cold start, is the exception. */
  private static int middle(List<RunHistory.Run> runs) {
    return (runs.size() - 1) / 2;
  }

  private static long startMillis(EngineKind engine) {
    return switch (engine) {
      case EMBEDDED -> 50;
      case TEMPORAL -> 500;
      case AIRFLOW -> 5_000;
      case FLINK -> 10_000;
      case SPARK -> 20_000;
    };
  }
}
