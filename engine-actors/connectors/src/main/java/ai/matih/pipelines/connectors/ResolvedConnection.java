package ai.matih.pipelines.connectors;

import ai.matih.pipelines.connection.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * A connection as a worker uses it: its options and the values of its secrets. It is made just
 * before use and is never stored; a {@link Secret} prints as {@code ***}.
 */
public record ResolvedConnection(
    String name, String type, Map<String, String> options, Map<String, Secret> secrets) {

  public ResolvedConnection {
    options = Map.copyOf(options);
    secrets = Map.copyOf(secrets);
  }

  /** An option, empty if absent or blank. */
  public Optional<String> option(String key) {
    return Optional.ofNullable(options.get(key)).filter(value -> !value.isBlank());
  }

  /** An option that must be there; a missing one is a CONFIGURATION failure. */
  public String required(String key) {
    return option(key)
        .orElseThrow(
            () ->
                StepFailure.configuration(
                    "CONNECTION_INCOMPLETE",
                    "connection " + name + " (" + type + ") has no " + key,
                    "add " + key + " to the connection " + name));
  }
}
