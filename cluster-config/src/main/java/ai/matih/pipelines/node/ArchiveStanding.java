package ai.matih.pipelines.node;

import ai.matih.pipelines.persistence.journal.JournalArchive;
import ai.matih.pipelines.persistence.query.ReadModelUnavailable;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the archive of ended runs stands, for operators and as metrics. Blocking. */
final class ArchiveStanding extends Collector {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveStanding.class);

  private final DataSource database;
  private final Duration retention;

  ArchiveStanding(DataSource database, Duration retention) {
    this.database = database;
    this.retention = retention;
  }

  Duration retention() {
    return retention;
  }

  JournalArchive.Figures figures() {
    try (var connection = database.getConnection()) {
      return JournalArchive.figures(connection);
    } catch (SQLException e) {
      throw new ReadModelUnavailable(e);
    }
  }

  @Override
  public List<MetricFamilySamples> collect() {
    try {
      JournalArchive.Figures now = figures();
      double age =
          now.since()
              .map(since -> Duration.between(since, Instant.now()).toMillis() / 1000.0)
              .orElse(0.0);
      return List.of(
          new CounterMetricFamily(
              "matih_archived_runs",
              "Runs that went from the journal to the archive, of the whole cluster.",
              now.runs()),
          new GaugeMetricFamily(
              "matih_unarchived_run_age_seconds",
              "Age of the oldest end of a run that is in the journal still; about the retention.",
              Math.max(0, age)),
          new GaugeMetricFamily(
              "matih_archive_retention_seconds",
              "How long after its last entry a run goes to the archive.",
              retention.toMillis() / 1000.0));
    } catch (ReadModelUnavailable e) {
      LOG.debug("the archive does not answer", e);
      return List.of();
    }
  }
}
