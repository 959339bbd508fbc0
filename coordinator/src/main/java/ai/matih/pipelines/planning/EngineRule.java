package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.EngineKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a kind of engine is the one to take, with the words for both answers. {@link #of} lists the
 * rules in the order in which they are asked.
 *
 * @param wanted whether the work calls for this kind
 */
record EngineRule(EngineKind engine, boolean wanted, String reason) {
  private static final Duration STREAMING = Duration.ofMinutes(1);
  private static final long LARGE = 10 * DataSize.GB;

  static List<EngineRule> of(Workload work) {
    return List.of(flink(work), temporal(work), spark(work), airflow(work), embedded(work));
  }

  private static EngineRule flink(Workload work) {
    Optional<String> why =
        work.endless()
            .or(
                () ->
                    work.latency()
                        .filter(latency -> latency.compareTo(STREAMING) < 0)
                        .map(latency -> "latency of " + latency.toSeconds() + " s is wanted"));
    return rule(EngineKind.FLINK, why, "no unbounded source");
  }

  private static EngineRule temporal(Workload work) {
    Optional<String> why =
        work.waits()
            .or(
                () ->
                    work.pinned().size() > 1
                        ? Optional.of("steps on " + work.pinned().size() + " engines")
                        : Optional.empty());
    return rule(EngineKind.TEMPORAL, why, "no approval or wait");
  }

  private static EngineRule spark(Workload work) {
    List<String> why = new ArrayList<>();
    work.sparkStep().ifPresent(step -> why.add(step + " is a spark step"));
    work.inputBytes().stream()
        .filter(bytes -> bytes > LARGE)
        .forEach(bytes -> why.add("input " + DataSize.text(bytes) + " > 10 GB"));
    work.largeJoin().ifPresent(step -> why.add(step + " joins inputs of more than 1 GB"));
    String small =
        work.inputBytes().isPresent()
            ? "input " + DataSize.text(work.inputBytes().getAsLong()) + " < 10 GB"
            : "input of unknown size, taken as not large";
    return rule(EngineKind.SPARK, why.stream().findFirst(), small);
  }

  private static EngineRule airflow(Workload work) {
    return rule(EngineKind.AIRFLOW, work.started(), "no schedule, trigger or task graph");
  }

  private static EngineRule embedded(Workload work) {
    String size =
        work.inputBytes().isPresent()
            ? DataSize.text(work.inputBytes().getAsLong())
            : "input of unknown size";
    return new EngineRule(EngineKind.EMBEDDED, true, "batch, " + size);
  }

  private static EngineRule rule(EngineKind engine, Optional<String> why, String whyNot) {
    return new EngineRule(engine, why.isPresent(), why.orElse(whyNot));
  }
}
