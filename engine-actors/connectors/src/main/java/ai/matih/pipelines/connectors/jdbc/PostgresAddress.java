package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.StepFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

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

  /** The options a connection may have. */
  public static final Set<String> OPTIONS =
      Set.of("host", "port", "database", "user", "schema", "ssl_mode");

  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}]");
  private static final int CONNECT_SECONDS = 10;

  /** Reads and checks the fields; a wrong one is a CONFIGURATION failure that names it. */
  public static PostgresAddress of(ResolvedConnection connection) {
    var unknown = new TreeSet<>(connection.options().keySet());
    unknown.removeAll(OPTIONS);
    if (!unknown.isEmpty()) {
      throw wrong(connection, "does not know the option " + unknown.first(), "remove it");
    }
    String host = connection.required("host");
    if (!HOST.matcher(host).matches()) {
      throw wrong(connection, "has a host that is no host name or address", "correct host");
    }
    String sslMode = connection.option("ssl_mode").orElse("prefer");
    if (!SSL_MODES.contains(sslMode)) {
      throw wrong(connection, "has an unknown ssl_mode", "use one of " + new TreeSet<>(SSL_MODES));
    }
    return new PostgresAddress(
        host,
        port(connection),
        connection.required("database"),
        connection.required("user"),
        Optional.ofNullable(connection.secrets().get("password")),
        sslMode);
  }

  private static int port(ResolvedConnection connection) {
    String text = connection.option("port").orElse("5432");
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65536) {
        return port;
      }
    } catch (NumberFormatException e) {
      // falls through to the same answer as a number out of range
    }
    throw wrong(connection, "has a port that is no number from 1 to 65535", "correct port");
  }

  private static StepFailure wrong(ResolvedConnection connection, String what, String remedy) {
    return StepFailure.configuration(
        "CONNECTION_INVALID",
        "connection " + connection.name() + " " + what,
        remedy + " in the connection " + connection.name());
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
    properties.putAll(
        Map.of(
            "user",
            user,
            "password",
            password.map(Secret::reveal).orElse(""),
            "sslmode",
            sslMode,
            "ApplicationName",
            applicationName,
            "connectTimeout",
            Integer.toString(CONNECT_SECONDS),
            "loginTimeout",
            Integer.toString(CONNECT_SECONDS),
            "tcpKeepAlive",
            "true",
            "binaryTransfer",
            "false",
            "prepareThreshold",
            "0",
            "options",
            "-c bytea_output=hex -c IntervalStyle=iso_8601"));
    properties.put("gssEncMode", "disable");
    return properties;
  }
}
