package ai.matih.pipelines.node;

import ai.matih.pipelines.persistence.notification.NotificationOutbox;
import ai.matih.pipelines.persistence.projection.ScheduleFigures;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What schedules did, and what is late now; read when somebody asks for the metrics. */
final class ScheduleMetrics extends Collector {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleMetrics.class);
  private static final String ERROR = "matih_schedule_due_time_error_seconds";

  private final ScheduleFigures figures;
  private final DataSource database;

  ScheduleMetrics(ScheduleFigures figures, DataSource database) {
    this.figures = figures;
    this.database = database;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<MetricFamilySamples> all = new ArrayList<>();
    all.add(dueTimeError());
    CounterMetricFamily skipped =
        new CounterMetricFamily(
            "matih_schedule_skipped", "Due times that did not run.", List.of("reason"));
    figures
        .skipped()
        .forEach(
            (why, count) ->
                skipped.addMetric(List.of(why.name().toLowerCase(Locale.ROOT)), count.get()));
    all.add(skipped);
    all.add(
        new CounterMetricFamily(
            "matih_sla_missed", "Runs that were not done by their SLA.", figures.slaMissed()));
    late(all);
    notifications(all);
    return all;
  }

  private void notifications(List<MetricFamilySamples> all) {
    try {
      NotificationOutbox.Figures known = new NotificationOutbox(database).figures();
      all.add(
          new GaugeMetricFamily(
              "matih_notifications_waiting",
              "Notifications that their receiver has not taken yet.",
              known.waiting()));
      all.add(
          new GaugeMetricFamily(
              "matih_notifications_parked",
              "Notifications that their receiver would not take.",
              known.parked()));
    } catch (SQLException e) {
      LOG.debug("the outbox of notifications does not answer", e);
    }
  }

  private MetricFamilySamples dueTimeError() {
    List<MetricFamilySamples.Sample> samples = new ArrayList<>();
    long[] counts = figures.dueTimeErrors();
    long sum = 0;
    for (int one = 0; one < counts.length; one++) {
      sum += counts[one];
      String bound =
          one < ScheduleFigures.BOUNDS.length
              ? doubleToGoString(ScheduleFigures.BOUNDS[one])
              : "+Inf";
      samples.add(
          new MetricFamilySamples.Sample(ERROR + "_bucket", List.of("le"), List.of(bound), sum));
    }
    samples.add(new MetricFamilySamples.Sample(ERROR + "_count", List.of(), List.of(), sum));
    samples.add(
        new MetricFamilySamples.Sample(
            ERROR + "_sum", List.of(), List.of(), figures.dueTimeErrorSeconds()));
    return new MetricFamilySamples(
        ERROR, Type.HISTOGRAM, "From when a due time could start to when it was taken.", samples);
  }

  /** A database that does not answer is told by other metrics. */
  private void late(List<MetricFamilySamples> all) {
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "SELECT count(*), coalesce(extract(epoch FROM now() - min(due)), 0) FROM wake_up"
                    + " WHERE due < now() - interval '1 second'"
                    + " AND split_part(persistence_id, '|', 1) = 'pipeline'");
        var rows = statement.executeQuery()) {
      rows.next();
      all.add(
          new GaugeMetricFamily(
              "matih_schedule_late_pipelines",
              "Pipelines that are due for more than a second and have not moved.",
              rows.getLong(1)));
      all.add(
          new GaugeMetricFamily(
              "matih_schedule_late_seconds",
              "For how long the longest of them is due.",
              rows.getDouble(2)));
    } catch (SQLException e) {
      LOG.debug("the wake-up index does not answer", e);
    }
  }
}
