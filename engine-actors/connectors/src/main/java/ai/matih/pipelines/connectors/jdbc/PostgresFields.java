package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.ConnectionFlaw;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The fields that a {@code postgresql} connection may have: {@code host}, {@code port} (5432),
 * {@code database}, {@code user}, {@code schema} (public), {@code ssl_mode} (prefer) and the secret
 * {@code password}; or {@code server: node} and perhaps {@code schema}.
 */
final class PostgresFields {
  private static final Set<String> ADDRESS = Set.of("host", "database", "user");
  private static final Set<String> MORE = Set.of("port", "schema", "ssl_mode");
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}]");
  private static final String SERVER = "server";

  private PostgresFields() {}

  static Optional<ConnectionFlaw> flaw(Map<String, String> options, Set<String> secrets) {
    return options.containsKey(SERVER)
        ? nodeFlaw(options, secrets)
        : unknown(options.keySet(), secrets, ADDRESS, MORE, Set.of("password"))
            .or(() -> wrong(options));
  }

  private static Optional<ConnectionFlaw> nodeFlaw(
      Map<String, String> options, Set<String> secrets) {
    return options.get(SERVER).equals("node")
        ? unknown(options.keySet(), secrets, Set.of(SERVER), Set.of("schema"), Set.of())
        : flaw("options.server", "has an unknown server", "write node, or give host and port");
  }

  private static Optional<ConnectionFlaw> unknown(
      Set<String> options,
      Set<String> secrets,
      Set<String> required,
      Set<String> optional,
      Set<String> allowedSecrets) {
    var unknown = new TreeSet<>(options);
    unknown.removeAll(required);
    unknown.removeAll(optional);
    if (!unknown.isEmpty()) {
      String name = unknown.first();
      return flaw("options." + name, "does not know the option " + name, "remove " + name);
    }
    var unknownSecrets = new TreeSet<>(secrets);
    unknownSecrets.removeAll(allowedSecrets);
    if (!unknownSecrets.isEmpty()) {
      String name = unknownSecrets.first();
      return flaw("secrets." + name, "does not know the secret " + name, "remove " + name);
    }
    var missing = new TreeSet<>(required);
    missing.removeAll(options);
    return missing.isEmpty()
        ? Optional.empty()
        : flaw("options." + missing.first(), "has no " + missing.first(), "add it");
  }

  private static Optional<ConnectionFlaw> wrong(Map<String, String> options) {
    if (!HOST.matcher(options.get("host")).matches()) {
      return flaw(
          "options.host", "has a host that is no host name or address", "give a plain host name");
    }
    if (port(options.getOrDefault("port", "5432")).isEmpty()) {
      return flaw("options.port", "has a port that is no number from 1 to 65535", "correct port");
    }
    if (!SSL_MODES.contains(options.getOrDefault("ssl_mode", "prefer"))) {
      return flaw(
          "options.ssl_mode",
          "has an unknown ssl_mode",
          "use one of " + String.join(", ", new TreeSet<>(SSL_MODES)));
    }
    return ADDRESS.stream()
        .sorted()
        .filter(name -> options.get(name).isBlank())
        .findFirst()
        .flatMap(name -> flaw("options." + name, "has an empty " + name, "fill it in"));
  }

  static Optional<Integer> port(String text) {
    return Optional.of(text)
        .filter(digits -> digits.matches("[1-9][0-9]{0,4}"))
        .map(Integer::valueOf)
        .filter(port -> port < 65536);
  }

  private static Optional<ConnectionFlaw> flaw(String field, String message, String remedy) {
    return Optional.of(new ConnectionFlaw(field, message, remedy));
  }
}
