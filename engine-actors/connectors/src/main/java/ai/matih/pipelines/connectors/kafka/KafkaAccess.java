package ai.matih.pipelines.connectors.kafka;

import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connectors.Egress;
import ai.matih.pipelines.connectors.ResolvedConnection;
import java.io.IOException;
import java.util.Optional;
import java.util.Properties;

/** How a client reaches the cluster of a connection of type {@code kafka}. */
public final class KafkaAccess {
  private KafkaAccess() {}

  /** Address and credentials; throws if the connection leads where this node must not call. */
  public static Properties of(ResolvedConnection to, Egress egress) throws IOException {
    String servers = to.required("bootstrap_servers");
    for (String server : servers.split(",")) {
      String host = server.strip().replaceFirst(":\\d+$", "");
      if (!egress.allows(host)) {
        throw new IOException(
            "connection " + to.name() + " leads to " + host + "; " + Egress.remedy(host));
      }
    }
    Properties all = new Properties();
    all.put("bootstrap.servers", servers);
    all.put("security.protocol", to.option("security_protocol").orElse("PLAINTEXT"));
    Optional<String> user = to.option("user");
    if (user.isPresent()) {
      String mechanism = to.option("sasl_mechanism").orElse("PLAIN");
      String password =
          Optional.ofNullable(to.secrets().get("password")).map(Secret::reveal).orElse("");
      all.put("sasl.mechanism", mechanism);
      all.put(
          "sasl.jaas.config",
          "org.apache.kafka.common.security."
              + (mechanism.equals("PLAIN") ? "plain.Plain" : "scram.Scram")
              + "LoginModule required username="
              + quoted(user.get())
              + " password="
              + quoted(password)
              + ";");
    }
    return all;
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
