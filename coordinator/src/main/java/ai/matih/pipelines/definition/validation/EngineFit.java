package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A pinned engine can do what it is asked. Whether it is configured, the planner says. */
final class EngineFit implements Rule {
  private static final Duration STREAMING = Duration.ofMinutes(1);

  /** Engines that can run a step of a type; types not named here run on each engine. */
  private static final Map<String, Set<String>> RUNS_ON =
      Map.of(
          "spark", Set.of("spark", "airflow", "temporal"),
          "python", Set.of("airflow", "temporal"),
          "dbt", Set.of("airflow", "temporal", "embedded"),
          "flink", Set.of("flink", "airflow", "temporal"));

  @Override
  public void check(Draft draft, Reading reading) {
    String engine = draft.orchestration().text("engine");
    if (!engine.isEmpty()) {
      streaming(draft, engine, reading);
    }
    draft.transformations().forEach(step -> step(step, engine, reading));
    draft.tasks().forEach(task -> step(task, engine, reading));
  }

  private static void streaming(Draft draft, String engine, Reading reading) {
    if (engine.equals("flink")) {
      return;
    }
    for (Draft.Part source : draft.sources()) {
      boolean capture = source.type().equals("cdc");
      boolean endless = source.type().equals("kafka") && !draft.readsBatch(source);
      if (capture || endless) {
        reading.error(
            "engine_cannot",
            "orchestration.engine",
            engine
                + " cannot read "
                + source.name()
                + ", which is "
                + (capture ? "change capture" : "read without an end"),
            capture
                ? "Use engine: flink, or auto."
                : "Use engine: flink or auto; or read a batch: read: batch, with a schedule.");
      }
    }
    Draft.Part orchestration = draft.orchestration();
    if (orchestration.has("latency")
        && orchestration.duration("latency").compareTo(STREAMING) < 0) {
      reading.error(
          "engine_cannot",
          "orchestration.engine",
          engine + " cannot keep a latency under a minute",
          "Use engine: flink or auto, or a latency of a minute or more.");
    }
  }

  private static void step(Draft.Part step, String pipelineEngine, Reading reading) {
    String engine = step.has("engine") ? step.text("engine") : pipelineEngine;
    Set<String> able = RUNS_ON.get(step.type());
    if (engine.isEmpty() || able == null || able.contains(engine)) {
      return;
    }
    reading.error(
        "engine_cannot",
        step.has("engine") ? step.at("engine") : step.at("type"),
        engine + " cannot run a " + step.type() + " step",
        "Use one of " + String.join(", ", able.stream().sorted().toList()) + ", or auto.");
  }
}
