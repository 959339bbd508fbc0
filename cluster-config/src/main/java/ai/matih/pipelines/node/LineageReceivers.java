package ai.matih.pipelines.node;

import ai.matih.pipelines.persistence.projection.OutsideConsumer;
import ai.matih.pipelines.persistence.projection.RecentEntries;
import ai.matih.pipelines.persistence.projection.lineage.LineageDelivery;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** Who is told the lineage of every run: a file below home, and an endpoint if one is set. */
final class LineageReceivers {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(10);

  private LineageReceivers() {}

  static void start(
      Settings settings, DataSource database, RecentEntries recent, Teardown teardown) {
    var file = settings.home().resolve("lineage").resolve("events.ndjson");
    start("openlineage-file", database, recent, LineageDelivery.toFile(file), teardown);
    settings
        .lineageHttp()
        .ifPresent(
            url ->
                start(
                    "openlineage-http",
                    database,
                    recent,
                    LineageDelivery.toHttp(URI.create(url), Optional.empty(), HTTP_TIMEOUT),
                    teardown));
  }

  private static void start(
      String name,
      DataSource database,
      RecentEntries recent,
      LineageDelivery delivery,
      Teardown teardown) {
    teardown.add(name, OutsideConsumer.start(name, database, recent, delivery, LONGEST_WAIT));
  }
}
