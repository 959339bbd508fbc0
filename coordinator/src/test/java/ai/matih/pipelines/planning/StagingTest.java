package ai.matih.pipelines.planning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.OnTimeout;
import ai.matih.pipelines.definition.TaskWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the stages of any plan, over random ones; the seed is the test's argument. */
class StagingTest {
  private static final List<EngineKind> ENGINES =
      List.of(EngineKind.EMBEDDED, EngineKind.EMBEDDED, EngineKind.EMBEDDED, EngineKind.SPARK);

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void stagesCoverAllStepsInAnOrderWithGatesOnlyAtTheirBeginning(int seed) {
    List<Staging.Placed> steps = random(new Random(seed));

    List<Stage> stages = Staging.stages(steps);

    Map<String, Stage> stageOf = new HashMap<>();
    Map<String, Set<String>> before = new HashMap<>();
    for (Stage stage : stages) {
      Set<String> earlier = new HashSet<>();
      for (String name : stage.after()) {
        assertThat(before).as("%s comes before %s", name, stage.name()).containsKey(name);
        earlier.add(name);
        earlier.addAll(before.get(name));
      }
      before.put(stage.name(), earlier);
      stage.steps().forEach(step -> assertThat(stageOf.put(step.name(), stage)).isNull());
    }
    assertThat(stageOf).hasSize(steps.size());
    Map<String, Set<GateRule>> required = new HashMap<>();
    for (Staging.Placed placed : steps) {
      String name = placed.step().name();
      Stage stage = stageOf.get(name);
      Set<GateRule> gates = new HashSet<>();
      placed.step().after().forEach(earlier -> gates.addAll(required.get(earlier)));
      required.put(name, gates);
      gates.addAll(placed.gates());

      assertThat(stage.instance()).isEqualTo(placed.instance());
      assertThat(gates).as("gates before %s", name).isEqualTo(gatesBefore(stage, before, stages));
      for (String earlierName : placed.step().after()) {
        Stage earlier = stageOf.get(earlierName);
        assertThat(earlier == stage || before.get(stage.name()).contains(earlier.name())).isTrue();
        if (earlier == stage) {
          assertThat(required.get(earlierName)).containsAll(placed.gates());
        }
      }
    }
  }

  private static Set<GateRule> gatesBefore(
      Stage stage, Map<String, Set<String>> before, List<Stage> stages) {
    Set<GateRule> gates = new HashSet<>();
    for (Stage other : stages) {
      if (other == stage || before.get(stage.name()).contains(other.name())) {
        gates.addAll(other.gates());
      }
    }
    return gates;
  }

  private static List<Staging.Placed> random(Random random) {
    List<Staging.Placed> steps = new ArrayList<>();
    int count = 1 + random.nextInt(14);
    for (int at = 0; at < count; at++) {
      List<String> after = new ArrayList<>();
      for (int earlier = 0; earlier < at; earlier++) {
        if (random.nextInt(4) == 0) {
          after.add("step " + earlier);
        }
      }
      EngineKind engine = ENGINES.get(random.nextInt(ENGINES.size()));
      List<GateRule> gates =
          random.nextInt(5) == 0
              ? Stream.generate(() -> gate("gate " + random.nextInt(3)))
                  .limit(1 + random.nextInt(2))
                  .distinct()
                  .toList()
              : List.of();
      Step step =
          new Step(
              "step " + at,
              new StepWork.Task(new TaskWork.Log("x")),
              after,
              List.of(),
              Optional.empty(),
              Optional.empty(),
              "");
      steps.add(new Staging.Placed(step, engine, engine.wireName(), gates));
    }
    return steps;
  }

  private static GateRule gate(String name) {
    return new GateRule(
        name,
        List.of(),
        List.of(),
        1,
        false,
        Optional.empty(),
        Duration.ofHours(4),
        OnTimeout.CANCEL,
        List.of());
  }
}
