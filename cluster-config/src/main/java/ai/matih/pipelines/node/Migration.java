package ai.matih.pipelines.node;

import ai.matih.pipelines.node.dev.DevServerException;
import ai.matih.pipelines.node.dev.EmbeddedPostgresServer;
import ai.matih.pipelines.node.dev.PostgresEndpoint;
import ai.matih.pipelines.persistence.migration.Schema;
import ai.matih.pipelines.persistence.migration.SchemaState;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code migrate [--check] [settings]}: brings the schema of the database that the settings name up
 * to date, or says what is missing. An embedded database is started for it and stopped again. Ends
 * with 0 if the schema is up to date in the end, 1 if something is missing or failed, 2 for a wrong
 * setting.
 */
final class Migration {
  private static final int CONNECTIONS = 8;

  private Migration() {}

  static int run(List<String> arguments) {
    List<String> rest = new ArrayList<>(arguments);
    boolean check = rest.remove("--check");
    try (Teardown teardown = new Teardown()) {
      Settings settings = Settings.read(System.getenv(), Main.given(rest.toArray(String[]::new)));
      return run(settings, check, teardown);
    } catch (SettingsException e) {
      System.err.println("matih: " + e.getMessage());
      return 2;
    } catch (DevServerException | NodeStartException | IllegalStateException e) {
      System.err.println("matih: " + e.getMessage());
      return 1;
    }
  }

  private static int run(Settings settings, boolean check, Teardown teardown) {
    Optional<PostgresSettings> given = settings.postgres();
    PostgresEndpoint endpoint =
        given
            .map(
                one ->
                    new PostgresEndpoint(
                        one.host(), one.port(), one.database(), one.user(), one.password()))
            .orElseGet(
                () ->
                    teardown
                        .add(
                            "PostgreSQL",
                            EmbeddedPostgresServer.start(settings.home().resolve("postgres")))
                        .journal());
    String options =
        "?ApplicationName=matih-migrate" + given.map(PostgresSettings::options).orElse("");
    try (HikariDataSource pool =
        Servers.pool(endpoint, endpoint.jdbcUrl() + options, CONNECTIONS)) {
      DatabaseChecks.usable(pool, endpoint);
      SchemaState before = Schema.state(pool);
      if (before.refused()) {
        throw new NodeStartException("the database " + endpoint + ": " + before.refusal());
      }
      if (before.current()) {
        System.out.println(before.standing() + ": " + endpoint);
        return 0;
      }
      before.pending().forEach(one -> System.out.println("missing " + one));
      if (check) {
        System.out.println(
            "schema "
                + before.version()
                + " of "
                + endpoint
                + "; this release knows "
                + before.known());
        return 1;
      }
      Schema.migrate(pool);
      System.out.println(Schema.state(pool).standing() + ": " + endpoint);
      return 0;
    }
  }
}
