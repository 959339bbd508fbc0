package ai.matih.pipelines.node;

import ai.matih.pipelines.persistence.notification.NotesOfRuns;
import ai.matih.pipelines.persistence.projection.OutsideConsumer;
import ai.matih.pipelines.persistence.projection.OutsideEffect;
import ai.matih.pipelines.persistence.projection.RecentEntries;
import ai.matih.pipelines.persistence.projection.lineage.LineageDelivery;
import ai.matih.pipelines.persistence.projection.publicevents.PublicEvents;
import ai.matih.pipelines.persistence.trigger.DatasetNews;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Who outside is told what the journal says: everybody, on the public topic; of the lineage of
 * every run a file below home, and an endpoint if one is set; and pipelines of the datasets that
 * they wait for. Each has its own position and its own pace.
 */
final class OutsideReceivers {
  private static final String PUBLIC = "public-events";
  private static final String DATASETS = "dataset-triggers";
  private static final String NOTIFICATIONS = "notifications";
  private static final String LINEAGE_FILE = "openlineage-file";
  private static final String LINEAGE_HTTP = "openlineage-http";
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(10);

  private OutsideReceivers() {}

  /** Under which each keeps its position. */
  static Set<String> names(Settings settings) {
    Set<String> names = new HashSet<>(Set.of(PUBLIC, DATASETS, NOTIFICATIONS, LINEAGE_FILE));
    settings.lineageHttp().ifPresent(url -> names.add(LINEAGE_HTTP));
    return names;
  }

  static void start(
      Settings settings,
      DataSource database,
      RecentEntries recent,
      PublicEvents.Publisher publisher,
      DatasetNews.Waiting waiting,
      Teardown teardown) {
    var patience = new OutsideConsumer.Patience(LONGEST_WAIT, settings.topics().letters());
    start(PUBLIC, database, recent, new PublicEvents(publisher), patience, teardown);
    start(DATASETS, database, recent, new DatasetNews(waiting), patience, teardown);
    start(NOTIFICATIONS, database, recent, new NotesOfRuns(database), patience, teardown);
    var file = settings.home().resolve("lineage").resolve("events.ndjson");
    start(LINEAGE_FILE, database, recent, LineageDelivery.toFile(file), patience, teardown);
    settings
        .lineageHttp()
        .ifPresent(
            url ->
                start(
                    LINEAGE_HTTP,
                    database,
                    recent,
                    LineageDelivery.toHttp(URI.create(url), Optional.empty(), HTTP_TIMEOUT),
                    patience,
                    teardown));
  }

  private static <M> void start(
      String name,
      DataSource database,
      RecentEntries recent,
      OutsideEffect<M> effect,
      OutsideConsumer.Patience patience,
      Teardown teardown) {
    teardown.add(name, OutsideConsumer.start(name, database, recent, effect, patience));
  }
}
