package ai.matih.pipelines.node;

import com.typesafe.config.Config;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An external PostgreSQL; the password prints masked.
 *
 * @param sslMode as libpq names it, {@code disable} to {@code verify-full}
 * @param rootCertificate PEM of who signs the server's certificate; empty with {@code verify-*}:
 *     the authorities that Java trusts
 * @param clientCertificate PEM, with {@code clientKey} in PKCS-8 DER or both in one {@code .p12}
 */
public record PostgresSettings(
    String host,
    int port,
    String database,
    String user,
    String password,
    String sslMode,
    Optional<Path> rootCertificate,
    Optional<Path> clientCertificate,
    Optional<Path> clientKey) {
  private static final List<String> MODES =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  /** The settings below {@code postgres}; empty without a host. */
  static Optional<PostgresSettings> of(Config c) {
    String host = c.getString("host");
    if (host.isBlank()) {
      return Optional.empty();
    }
    String mode = c.getString("ssl-mode");
    if (!MODES.contains(mode)) {
      throw new SettingsException(
          "postgres.ssl-mode is " + mode + "; it must be one of " + String.join(", ", MODES));
    }
    int port = c.getInt("port");
    if (port < 1 || port > 65535) {
      throw new SettingsException("postgres.port is " + port + "; it must be from 1 to 65535");
    }
    return Optional.of(
        new PostgresSettings(
            host,
            port,
            c.getString("database"),
            c.getString("user"),
            SecretFile.value(c, "postgres", "password"),
            mode,
            SecretFile.path(c, "postgres", "ssl-root-cert"),
            SecretFile.path(c, "postgres", "ssl-cert"),
            SecretFile.path(c, "postgres", "ssl-key")));
  }

  /** The options of the JDBC address that these settings ask for, each with a leading ampersand. */
  String options() {
    StringBuilder options = new StringBuilder("&sslmode=" + sslMode);
    rootCertificate.ifPresent(file -> options.append("&sslrootcert=").append(encoded(file)));
    clientCertificate.ifPresent(file -> options.append("&sslcert=").append(encoded(file)));
    clientKey.ifPresent(file -> options.append("&sslkey=").append(encoded(file)));
    if (sslMode.startsWith("verify-") && rootCertificate.isEmpty()) {
      options.append("&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    return options.toString();
  }

  private static String encoded(Path file) {
    return URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
  }

  /** Which setting is likely to be wrong, from the words of a server that was not reached. */
  static String remedy(Throwable failure) {
    StringBuilder words = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      words.append(cause.getMessage()).append('\n');
    }
    String text = words.toString().toLowerCase(Locale.ROOT);
    if (text.contains("does not support ssl")) {
      return "postgres.ssl-mode asks for TLS and the server has none: enable it there, or set"
          + " another mode (MATIH_POSTGRES_SSL_MODE)";
    }
    if (text.contains("no encryption") || text.contains("ssl off")) {
      return "the server wants TLS: set postgres.ssl-mode to verify-full (MATIH_POSTGRES_SSL_MODE)";
    }
    if (text.contains("hostname") || text.contains("subject alternative")) {
      return "the server's certificate is for another name than postgres.host: use that name, or"
          + " postgres.ssl-mode = verify-ca";
    }
    if (text.contains("certificate") || text.contains("pkix") || text.contains("ssl error")) {
      return "check postgres.ssl-root-cert (MATIH_POSTGRES_SSL_ROOT_CERT): it must hold the"
          + " certificate of who signed the server's";
    }
    if (text.contains("password authentication") || text.contains("no password")) {
      return "check postgres.user and postgres.password or postgres.password-file"
          + " (MATIH_POSTGRES_USER, MATIH_POSTGRES_PASSWORD, MATIH_POSTGRES_PASSWORD_FILE)";
    }
    if (text.contains("database") && text.contains("does not exist")) {
      return "check postgres.database (MATIH_POSTGRES_DATABASE), or create it";
    }
    return "check postgres.host and postgres.port (MATIH_POSTGRES_HOST, MATIH_POSTGRES_PORT) and"
        + " that the server runs";
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }
}
