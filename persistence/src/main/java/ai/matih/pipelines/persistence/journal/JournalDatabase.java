package ai.matih.pipelines.persistence.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;

/**
 * The database that holds the journal, as Pekko's persistence plugin is told of it.
 *
 * @param connections size of the plugin's pool; 8 suffice for two cores
 */
public record JournalDatabase(String jdbcUrl, String user, String password, int connections) {

  /** Settings to be layered over {@code application.conf}. */
  public Config settings() {
    return ConfigFactory.parseMap(Map.of("url", jdbcUrl, "user", user, "password", password))
        .atPath("pekko-persistence-jdbc.shared-databases.matih.db")
        .withFallback(ConfigFactory.parseString(FIXED.formatted(connections, connections)));
  }

  @Override
  public String toString() {
    return user + "@" + jdbcUrl;
  }

  private static final String FIXED =
      """
      pekko.persistence.journal.plugin = jdbc-journal
      pekko.persistence.snapshot-store.plugin = jdbc-snapshot-store
      pekko-persistence-jdbc.shared-databases.matih {
        profile = "slick.jdbc.PostgresProfile$"
        db {
          driver = "org.postgresql.Driver"
          connectionPool = "HikariCP"
          numThreads = %d
          maxConnections = %d
          minConnections = 2
          queueSize = 50000
          connectionTimeout = 30000
          initializationFailTimeout = 1
          # whatever the tables were when a statement was planned: all of them go by key
          connectionInitSql = "SET enable_seqscan = off"
          properties.tcpKeepAlive = true
          properties.ApplicationName = "matih-journal"
        }
      }
      jdbc-journal {
        use-shared-db = "matih"
        bufferSize = 50000
        batchSize = 400
        dao = "ai.matih.pipelines.persistence.journal.BatchingJournalDao"
        # One entity's clash fails its batch, so failures come in dozens from a database that is well;
        # and when it is back after a fault nobody should wait half a minute to notice.
        circuit-breaker { max-failures = 500, call-timeout = 20s, reset-timeout = 1s }
        # the primary key lets no two writers write one number; repairing would lose an event
        replay-filter.mode = off
      }
      jdbc-snapshot-store {
        use-shared-db = "matih"
        snapshot-is-optional = true
      }
      jdbc-read-journal.use-shared-db = "matih"
      """;
}
