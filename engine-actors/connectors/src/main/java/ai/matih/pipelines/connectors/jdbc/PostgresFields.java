package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connectors.ConnectionFlaw;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The fields that a {@code postgresql} connection may have: {@code host}, {@code port} (5432),
 * {@code database}, {@code user}, {@code schema} (public), {@code ssl_mode} (prefer) and the secret
 * {@code password}.
 */
final class PostgresFields {
  private static final List<String> ADDRESS = List.of("host", "database", "user");
  private static final Set<String> OPTIONS =
      Set.of("host", "port", "database", "user", "schema", "ssl_mode");
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}]");

  private PostgresFields() {}

  static Optional<ConnectionFlaw> flaw(Map<String, String> options, Set<String> secrets) {
    return unknown("options.", options.keySet(), OPTIONS)
        .or(() -> unknown("secrets.", secrets, Set.of("password")))
        .or(() -> missing(options))
        .or(() -> wrong(options));
  }

  private static Optional<ConnectionFlaw> unknown(
      String place, Set<String> given, Set<String> known) {
    return given.stream()
        .filter(name -> !known.contains(name))
        .min(Comparator.naturalOrder())
        .flatMap(name -> flaw(place + name, "does not know " + place + name, "remove it"));
  }

  private static Optional<ConnectionFlaw> missing(Map<String, String> options) {
    return ADDRESS.stream()
        .filter(name -> options.getOrDefault(name, "").isBlank())
        .findFirst()
        .flatMap(name -> flaw("options." + name, "has no " + name, "add it"));
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
    return Optional.empty();
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
