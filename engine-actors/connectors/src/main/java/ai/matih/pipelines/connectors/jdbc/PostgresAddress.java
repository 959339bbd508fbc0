package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connectors.ResolvedConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/**
 * Where a PostgreSQL connection leads. The URL is built here from checked fields and nothing of a
 * connection is ever pasted into it, so that no driver property that loads classes, opens sockets
 * or writes files can be set by a user.
 */
public record PostgresAddress(
    String host,
    int port,
    String database,
    String user,
    Optional<Secret> password,
    String sslMode) {

  private static final int CONNECT_SECONDS = 10;

  /** Reads and checks the fields; a wrong one is a CONFIGURATION failure that names it. */
  public static PostgresAddress of(ResolvedConnection connection) {
    PostgresFields.flaw(connection.options(), connection.secrets().keySet())
        .ifPresent(
            flaw -> {
              throw flaw.asFailure(connection.name());
            });
    return new PostgresAddress(
        connection.required("host"),
        PostgresFields.port(connection.option("port").orElse("5432")).orElseThrow(),
        connection.required("database"),
        connection.required("user"),
        Optional.ofNullable(connection.secrets().get("password")),
        connection.option("ssl_mode").orElse("prefer"));
  }

  /** {@code postgres://host:port}, as OpenLineage names it. */
  public String namespace() {
    return "postgres://" + host + ":" + port;
  }

  String url() {
    return "jdbc:postgresql://"
        + host
        + ":"
        + port
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Values travel as text, which DuckDB casts; an empty password keeps the driver off ~/.pgpass.
   */
  Properties properties(String applicationName) {
    var properties = new Properties();
    properties.put("user", user);
    properties.put("password", password.map(Secret::reveal).orElse(""));
    properties.put("sslmode", sslMode);
    properties.put("ApplicationName", applicationName);
    properties.put("connectTimeout", Integer.toString(CONNECT_SECONDS));
    properties.put("loginTimeout", Integer.toString(CONNECT_SECONDS));
    properties.put("tcpKeepAlive", "true");
    properties.put("binaryTransfer", "false");
    properties.put("prepareThreshold", "0");
    properties.put("gssEncMode", "disable");
    return properties;
  }
}
