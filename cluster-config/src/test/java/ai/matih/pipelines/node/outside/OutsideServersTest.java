package ai.matih.pipelines.node.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.node.Node;
import ai.matih.pipelines.node.NodeStartException;
import ai.matih.pipelines.node.Settings;
import ai.matih.pipelines.node.dev.EmbeddedPostgresServer;
import ai.matih.pipelines.node.dev.PostgresEndpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers with TLS, certificates of an authority of our own, and a login. */
class OutsideServersTest {
  @TempDir private static Path folder;
  private static Certificates certificates;
  private static EmbeddedPostgresServer postgres;
  private static SecuredBroker broker;

  @BeforeAll
  static void start() throws Exception {
    certificates = Certificates.in(folder.resolve("certificates"));
    broker = SecuredBroker.start(folder.resolve("kafka"), certificates);
    postgres = EmbeddedPostgresServer.start(folder.resolve("postgres"));
    try (Connection connection = superuser()) {
      String data = one(connection, "SHOW data_directory");
      write(connection, certificates.key(), data + "/server.key");
      write(connection, certificates.chain(), data + "/server.crt");
      run(connection, "ALTER SYSTEM SET ssl = on");
      run(connection, "SELECT pg_reload_conf()");
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
    postgres.close();
  }

  @Test
  void aNodeStandsOnServersWithTlsAndALogin() throws Exception {
    try (Node node = node(Map.of())) {
      HttpResponse<String> ready =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(node.url() + "/ready")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(ready.statusCode()).isEqualTo(200);
      try (Connection connection = node.database().getConnection()) {
        assertThat(
                one(
                    connection,
                    "SELECT count(*) > 0 AND bool_and(ssl) FROM pg_stat_activity"
                        + " JOIN pg_stat_ssl USING (pid) WHERE application_name = 'matih'"))
            .isEqualTo("t");
      }
    }
  }

  @Test
  void whatIsWrongNamesItsSetting() throws Exception {
    Path other = Certificates.in(folder.resolve("other")).authority();

    refused("MATIH_POSTGRES_SSL_ROOT_CERT", other.toString(), "postgres.ssl-root-cert");
    refused("MATIH_POSTGRES_SSL_ROOT_CERT", "", "postgres.ssl-root-cert");
    refused("MATIH_POSTGRES_DATABASE", "nothing", "postgres.database");
    refused("MATIH_KAFKA_SASL_PASSWORD", "wrong", "kafka.sasl.password");
    refused("MATIH_KAFKA_SASL_MECHANISM", "SCRAM-SHA-256", "kafka.sasl.mechanism");
    refused("MATIH_KAFKA_SSL_CA", other.toString(), "kafka.ssl.ca");
  }

  private static void refused(String variable, String value, String setting) {
    assertThatThrownBy(() -> node(Map.of(variable, value)).close())
        .as(variable)
        .isInstanceOf(NodeStartException.class)
        .hasMessageContaining(setting)
        .hasMessageContaining("MATIH_");
  }

  private static Node node(Map<String, String> changed) throws Exception {
    PostgresEndpoint journal = postgres.journal();
    Path password = Files.writeString(folder.resolve("password"), journal.password() + "\n");
    Map<String, String> environment = new HashMap<>();
    environment.put("MATIH_HOME", Files.createTempDirectory(folder, "home").toString());
    environment.put("MATIH_HTTP_PORT", "0");
    environment.put("MATIH_POSTGRES_HOST", journal.host());
    environment.put("MATIH_POSTGRES_PORT", "" + journal.port());
    environment.put("MATIH_POSTGRES_DATABASE", journal.database());
    environment.put("MATIH_POSTGRES_USER", journal.user());
    environment.put("MATIH_POSTGRES_PASSWORD_FILE", password.toString());
    environment.put("MATIH_POSTGRES_SSL_MODE", "verify-full");
    environment.put("MATIH_POSTGRES_SSL_ROOT_CERT", certificates.authority().toString());
    environment.put("MATIH_KAFKA_BOOTSTRAP", broker.bootstrap());
    environment.put("MATIH_KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    environment.put("MATIH_KAFKA_SASL_MECHANISM", "PLAIN");
    environment.put("MATIH_KAFKA_SASL_USERNAME", "matih");
    environment.put("MATIH_KAFKA_SASL_PASSWORD", SecuredBroker.PASSWORD);
    environment.put("MATIH_KAFKA_SSL_CA", certificates.authority().toString());
    environment.putAll(changed);
    return Node.start(
        Settings.read(environment, Map.of()), environment, (part, detail, took) -> {});
  }

  private static Connection superuser() throws Exception {
    String password = Files.readString(folder.resolve("postgres/passwords/postgres")).strip();
    PostgresEndpoint journal = postgres.journal();
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/postgres".formatted(journal.host(), journal.port()),
        "postgres",
        password);
  }

  /** By the server itself, so that the file is its own. */
  private static void write(Connection connection, String text, String file) throws Exception {
    String bytes = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    run(
        connection,
        "COPY (SELECT '%s') TO PROGRAM 'umask 077; base64 -d > %s'".formatted(bytes, file));
  }

  private static void run(Connection connection, String sql) throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String one(Connection connection, String sql) throws Exception {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
