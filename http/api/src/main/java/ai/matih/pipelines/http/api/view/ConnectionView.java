package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connection.SecretReference;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A connection. Of a secret only its reference is known here; what an option's name marks as
 * sensitive is masked.
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ConnectionView(
    String name,
    String type,
    Optional<String> description,
    int revision,
    Map<String, String> options,
    Map<String, String> secrets) {
  private static final String MASK = "***";

  /** The newest revision. */
  public static ConnectionView of(ConnectionRevision revision) {
    ConnectionDefinition definition = revision.definition();
    Map<String, String> options = new TreeMap<>();
    definition.options().forEach((key, value) -> options.put(key, masked(key, value)));
    Map<String, String> secrets = new TreeMap<>();
    definition.secrets().forEach((key, value) -> secrets.put(key, shown(value)));
    return new ConnectionView(
        definition.name(),
        definition.type(),
        definition.description(),
        revision.revision(),
        options,
        secrets);
  }

  /** True for an option whose value nobody should read back or store in the clear. */
  public static boolean isSensitive(String option) {
    String name = option.toLowerCase(java.util.Locale.ROOT);
    return name.contains("password")
        || name.contains("secret")
        || name.contains("token")
        || name.contains("private")
        || name.contains("credential")
        || name.contains("passphrase");
  }

  private static String masked(String option, String value) {
    return isSensitive(option) ? MASK : value;
  }

  private static String shown(SecretReference reference) {
    return reference.placeholder();
  }
}
