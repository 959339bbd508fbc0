package ai.matih.pipelines.node.dev;

import java.util.Properties;

/** Where a database is and who may enter. The password never shows in {@link #toString()}. */
public record PostgresEndpoint(
    String host, int port, String database, String user, String password) {

  /** The JDBC URL, without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
  }

  /** User and password as the driver expects them. */
  public Properties credentials() {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return properties;
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }
}
