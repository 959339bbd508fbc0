package ai.matih.pipelines.simulation;

import static ai.matih.pipelines.execution.Plans.stage;
import static ai.matih.pipelines.execution.Plans.step;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.OnTimeout;
import ai.matih.pipelines.definition.RetryPolicy;
import ai.matih.pipelines.definition.WaitFor;
import ai.matih.pipelines.definition.WaitTimeout;
import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.planning.GateRule;
import ai.matih.pipelines.planning.Plan;
import ai.matih.pipelines.planning.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The shapes of plans that the simulation runs. */
final class SimulatedPlans {
  private SimulatedPlans() {}

  static Plan plan(Random random) {
    RetryPolicy retries =
        new RetryPolicy(
            random.nextBoolean() ? Optional.empty() : Optional.of(1 + random.nextInt(3)),
            Duration.ofSeconds(1),
            2.0,
            Duration.ofMinutes(1),
            List.of());
    Optional<Duration> timeout =
        random.nextInt(3) == 0 ? Optional.of(Duration.ofMinutes(10)) : Optional.empty();
    return Plans.costing("1", Plans.plan(retries, timeout, shape(random)));
  }

  private static Stage[] shape(Random random) {
    OnTimeout onTimeout = random.nextBoolean() ? OnTimeout.CANCEL : OnTimeout.ESCALATE;
    Stage first = stage("s1", List.of(), step("a"), step("load x", "a"));
    return switch (random.nextInt(7)) {
      case 0 -> new Stage[] {first};
      case 1 ->
          new Stage[] {first, stage("s2", List.of("s1"), step("b", "a"), step("load y", "b"))};
      case 2 -> new Stage[] {first, stage("s2", List.of(), step("b"))};
      case 3 ->
          new Stage[] {
            first,
            stage("s2", List.of("s1"), step("b", "a")),
            stage("s3", List.of("s1"), step("c", "a")),
            stage("s4", List.of("s2", "s3"), step("load y", "b", "c"))
          };
      case 4 ->
          new Stage[] {
            stage("s1", List.of(), step("check a"), step("a")),
            stage(
                "s2",
                List.of("s1"),
                Optional.of(gate("check", List.of("check a"), 1, onTimeout)),
                step("load y", "a"))
          };
      case 5 ->
          new Stage[] {
            first,
            stage("s2", List.of("s1"), Optional.of(wait(random.nextBoolean())), step("load y", "a"))
          };
      default ->
          new Stage[] {
            new Stage(
                "s1",
                EngineKind.EMBEDDED,
                Plans.ENGINE,
                List.of(),
                List.of(
                    gate("sign off", List.of(), 2, onTimeout),
                    gate("sign off#2", List.of(), 1, onTimeout)),
                List.of(step("a"))),
            stage("s2", List.of(), step("b"))
          };
    };
  }

  private static GateRule wait(boolean skip) {
    return GateRule.waiting(
        "wait:file",
        new WaitFor.File(
            Optional.empty(),
            Optional.empty(),
            "landing",
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            skip ? WaitTimeout.SKIP : WaitTimeout.FAIL));
  }

  private static GateRule gate(String name, List<String> checks, int minimum, OnTimeout onTimeout) {
    return new GateRule(
        name,
        checks,
        List.of(),
        minimum,
        true,
        Optional.empty(),
        Duration.ofMinutes(5),
        onTimeout,
        List.of());
  }
}
