package ai.matih.pipelines.node;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An external Kafka.
 *
 * @param bootstrap {@code host:port,...}; empty: a broker in the node
 * @param security what its clients are told beside the address; may hold a password, so this never
 *     prints
 */
public record KafkaSettings(
    Optional<String> bootstrap, int partitions, Map<String, String> security) {
  private static final List<String> PROTOCOLS =
      List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
  private static final Map<String, String> LOGINS =
      Map.of(
          "PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule",
          "SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule",
          "SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule");

  public KafkaSettings {
    security = Map.copyOf(security);
  }

  /** The settings below {@code kafka}. */
  static KafkaSettings of(Config c) {
    int partitions = c.getInt("partitions");
    if (partitions < 1 || partitions > 1000) {
      throw new SettingsException(
          "kafka.partitions is " + partitions + "; it must be from 1 to 1000");
    }
    Optional<String> bootstrap =
        Optional.of(c.getString("bootstrap")).filter(address -> !address.isBlank());
    String protocol = c.getString("security-protocol");
    if (!PROTOCOLS.contains(protocol)) {
      throw new SettingsException(
          "kafka.security-protocol is "
              + protocol
              + "; it must be one of "
              + String.join(", ", PROTOCOLS));
    }
    Map<String, String> security = new TreeMap<>();
    security.put("security.protocol", protocol);
    if (protocol.startsWith("SASL")) {
      sasl(c.getConfig("sasl"), security);
    }
    if (protocol.endsWith("SSL")) {
      tls(c.getConfig("ssl"), security);
    }
    if (bootstrap.isEmpty() && !protocol.equals("PLAINTEXT")) {
      throw new SettingsException(
          "kafka.security-protocol is "
              + protocol
              + " and kafka.bootstrap is empty: the broker in the node has neither TLS nor SASL."
              + " Set MATIH_KAFKA_BOOTSTRAP, or leave the protocol out");
    }
    return new KafkaSettings(bootstrap, partitions, bootstrap.isEmpty() ? Map.of() : security);
  }

  private static void sasl(Config c, Map<String, String> security) {
    String mechanism = c.getString("mechanism");
    if (!LOGINS.containsKey(mechanism)) {
      throw new SettingsException(
          "kafka.sasl.mechanism is "
              + mechanism
              + "; it must be one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512");
    }
    String user = c.getString("username");
    String password = SecretFile.value(c, "kafka.sasl", "password");
    if (user.isEmpty() || password.isEmpty()) {
      throw new SettingsException(
          "kafka.security-protocol asks for a login: set kafka.sasl.username and"
              + " kafka.sasl.password-file (MATIH_KAFKA_SASL_USERNAME,"
              + " MATIH_KAFKA_SASL_PASSWORD_FILE)");
    }
    security.put("sasl.mechanism", mechanism);
    security.put(
        "sasl.jaas.config",
        LOGINS.get(mechanism)
            + " required username="
            + quoted(user)
            + " password="
            + quoted(password)
            + ";");
  }

  private static void tls(Config c, Map<String, String> security) {
    SecretFile.path(c, "kafka.ssl", "ca")
        .ifPresent(
            file -> {
              security.put("ssl.truststore.type", "PEM");
              security.put("ssl.truststore.location", file.toString());
            });
    Optional<Path> client = SecretFile.path(c, "kafka.ssl", "client");
    client.ifPresent(
        file -> {
          security.put("ssl.keystore.type", "PEM");
          security.put("ssl.keystore.location", file.toString());
        });
    if (!c.getBoolean("verify-hostname")) {
      security.put("ssl.endpoint.identification.algorithm", "");
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** Which setting is likely to be wrong, from what the client failed with. */
  static String remedy(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case org.apache.kafka.common.errors.UnsupportedSaslMechanismException e -> {
          return "the broker does not offer kafka.sasl.mechanism (MATIH_KAFKA_SASL_MECHANISM)";
        }
        case org.apache.kafka.common.errors.SaslAuthenticationException e -> {
          return "check kafka.sasl.username and kafka.sasl.password or"
              + " kafka.sasl.password-file (MATIH_KAFKA_SASL_*)";
        }
        case org.apache.kafka.common.errors.SslAuthenticationException e -> {
          return "check kafka.ssl.ca (MATIH_KAFKA_SSL_CA): it must hold the certificate of who"
              + " signed the broker's, and the broker's must be for the name in kafka.bootstrap";
        }
        case org.apache.kafka.common.errors.AuthorizationException e -> {
          return "the login may not do this: give it the topics matih.pipelines.* and"
              + " pipeline.job.events, or create them beforehand";
        }
        default -> {}
      }
    }
    return "check kafka.bootstrap and kafka.security-protocol (MATIH_KAFKA_BOOTSTRAP,"
        + " MATIH_KAFKA_SECURITY_PROTOCOL): a broker that speaks another protocol answers nothing";
  }

  @Override
  public String toString() {
    return "Kafka at " + bootstrap.orElse("(in the node)");
  }
}
