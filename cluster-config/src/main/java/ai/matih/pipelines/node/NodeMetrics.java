package ai.matih.pipelines.node;

import ai.matih.pipelines.Coordinator;
import ai.matih.pipelines.admission.Admission;
import ai.matih.pipelines.embedded.WorkFigures;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** What the node's parts count anyway, read when somebody asks for the metrics. */
final class NodeMetrics extends Collector {
  private static final List<String> ENGINE = List.of("engine");

  private final EngineWires wires;
  private final WorkFigures work;
  private final Coordinator coordinator;
  private final Projections projections;

  NodeMetrics(
      EngineWires wires, WorkFigures work, Coordinator coordinator, Projections projections) {
    this.wires = wires;
    this.work = work;
    this.coordinator = coordinator;
    this.projections = projections;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    Map<String, Admission.Load> admissions = coordinator.admissions();
    List<MetricFamilySamples> all = new ArrayList<>();
    all.add(
        new CounterMetricFamily(
            "matih_engine_events_undelivered",
            "Groups of engine events that a run did not take; it hears them when it observes.",
            wires.undelivered()));
    all.add(
        new CounterMetricFamily(
            "matih_dead_letters",
            "Unreadable Kafka records kept on dead letter topics.",
            wires.deadLetters()));
    all.add(
        new CounterMetricFamily(
            "matih_work_leases_lost",
            "Leases given up because they were not renewed in time or were taken away.",
            work.leasesLost()));
    all.add(
        new CounterMetricFamily(
            "matih_attempts_fenced",
            "Fences answered with the attempt's name taken, repeats included.",
            work.fenced()));
    all.add(
        new GaugeMetricFamily(
            "matih_embedded_stages", "Stages whose lease this node holds.", work.stages()));
    all.add(
        new GaugeMetricFamily(
            "matih_embedded_steps",
            "Steps at work in this node; each may hold a DuckDB.",
            work.steps()));
    all.add(
        byEngine(
            "matih_admission_waiting",
            "Attempts that wait for a slot of an engine, on the node that admits to it.",
            admissions,
            Admission.Load::waiting));
    all.add(
        byEngine(
            "matih_admission_held",
            "Attempts that hold a slot of an engine, on the node that admits to it.",
            admissions,
            Admission.Load::held));
    all.add(
        new GaugeMetricFamily(
            "matih_read_model_lag_seconds",
            "How far the read model is behind the journal.",
            projections.lag().toMillis() / 1000.0));
    return all;
  }

  private static GaugeMetricFamily byEngine(
      String name,
      String help,
      Map<String, Admission.Load> admissions,
      ToIntFunction<Admission.Load> figure) {
    GaugeMetricFamily family = new GaugeMetricFamily(name, help, ENGINE);
    admissions.forEach(
        (engine, load) -> family.addMetric(List.of(engine), figure.applyAsInt(load)));
    return family;
  }
}
