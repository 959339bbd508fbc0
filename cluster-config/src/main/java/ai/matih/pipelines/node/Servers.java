package ai.matih.pipelines.node;

import ai.matih.pipelines.node.dev.EmbeddedKafkaServer;
import ai.matih.pipelines.node.dev.EmbeddedPostgresServer;
import ai.matih.pipelines.node.dev.PostgresEndpoint;
import ai.matih.pipelines.persistence.migration.Schema;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The servers a node stands on: those it was given, or embedded ones below its home.
 *
 * @param journal the node's own database
 * @param analytics a second database for the outputs of examples, if PostgreSQL is embedded
 * @param jdbcUrl of the journal, with options
 * @param pool for everything but the journal's plugin
 * @param bootstrap of Kafka
 */
record Servers(
    PostgresEndpoint journal,
    Optional<PostgresEndpoint> analytics,
    String jdbcUrl,
    HikariDataSource pool,
    String bootstrap) {

  /** Starts or reaches both side by side, with the schema up to date. */
  static Servers start(Settings settings, Teardown teardown, Progress progress, Instant began) {
    CompletableFuture<String> kafka = async("kafka", () -> kafka(settings, teardown));
    CompletableFuture<Servers> postgres =
        async("postgresql", () -> postgres(settings, teardown, progress, began));
    try {
      String bootstrap = kafka.join();
      progress.ready("Kafka", bootstrap, Duration.between(began, Instant.now()));
      Servers up = postgres.join();
      return new Servers(up.journal(), up.analytics(), up.jdbcUrl(), up.pool(), bootstrap);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static <T> CompletableFuture<T> async(String name, Supplier<T> start) {
    CompletableFuture<T> started = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("start-" + name)
        .daemon()
        .start(
            () -> {
              try {
                started.complete(start.get());
              } catch (RuntimeException | Error e) {
                started.completeExceptionally(e);
              }
            });
    return started;
  }

  private static String kafka(Settings settings, Teardown teardown) {
    return settings
        .kafka()
        .bootstrap()
        .orElseGet(
            () ->
                teardown
                    .add("Kafka", EmbeddedKafkaServer.start(settings.home().resolve("kafka")))
                    .bootstrapServers());
  }

  private static Servers postgres(
      Settings settings, Teardown teardown, Progress progress, Instant began) {
    PostgresEndpoint journal;
    Optional<PostgresEndpoint> analytics = Optional.empty();
    String options = "?ApplicationName=matih";
    if (settings.postgres().isPresent()) {
      PostgresSettings given = settings.postgres().get();
      journal =
          new PostgresEndpoint(
              given.host(), given.port(), given.database(), given.user(), given.password());
      options += given.options();
    } else {
      EmbeddedPostgresServer server =
          teardown.add(
              "PostgreSQL", EmbeddedPostgresServer.start(settings.home().resolve("postgres")));
      journal = server.journal();
      analytics = Optional.of(server.analytics());
    }
    String url = journal.jdbcUrl() + options;
    HikariDataSource pool =
        teardown.add("connection pool", pool(journal, url, settings.postgresConnections()));
    DatabaseChecks.usable(pool, journal);
    try {
      if (settings.migrates()) {
        Schema.migrate(pool);
      } else {
        DatabaseChecks.current(Schema.state(pool), journal);
      }
    } catch (NodeStartException known) {
      throw known;
    } catch (RuntimeException e) {
      throw new NodeStartException(
          "the database " + journal + " cannot be used: " + e.getMessage(), e);
    }
    progress.ready("PostgreSQL", journal.toString(), Duration.between(began, Instant.now()));
    return new Servers(journal, analytics, url, pool, "");
  }

  static HikariDataSource pool(PostgresEndpoint endpoint, String url, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(endpoint.user());
    config.setPassword(endpoint.password());
    config.setMaximumPoolSize(Math.max(4, connections / 2));
    config.setMinimumIdle(2);
    config.setPoolName("matih");
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new NodeStartException(
          "the database "
              + endpoint
              + " does not answer: "
              + e.getMessage()
              + "; "
              + PostgresSettings.remedy(e),
          e);
    }
  }
}
