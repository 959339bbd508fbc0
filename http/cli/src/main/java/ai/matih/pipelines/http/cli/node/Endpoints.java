package ai.matih.pipelines.http.cli.node;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.client.Endpoint;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the node to talk to and the token to show: {@code MATIH_URL} and {@code MATIH_TOKEN}, else
 * the node of the data directory and the development token that it wrote there. {@code MATIH_URL}
 * may name several nodes of a cluster, with commas.
 */
public final class Endpoints {

  private Endpoints() {}

  /** The node, or empty if none is named and none runs in {@code home}. */
  public static Optional<Endpoint> find(Path home, Map<String, String> environment) {
    String url = environment.getOrDefault("MATIH_URL", "");
    if (!url.isBlank()) {
      List<URI> nodes = Stream.of(url.split(",")).map(Endpoints::address).toList();
      Endpoint first = endpoint(nodes.getFirst(), home, environment);
      return Optional.of(
          new Endpoint(first.url(), nodes.subList(1, nodes.size()), first.token(), first.tenant()));
    }
    return NodeFile.running(home).map(node -> endpoint(node.url(), home, environment));
  }

  /** A node at {@code url} whose data directory is {@code home}. */
  public static Endpoint endpoint(URI url, Path home, Map<String, String> environment) {
    Optional<String> token =
        Optional.ofNullable(environment.get("MATIH_TOKEN"))
            .filter(text -> !text.isBlank())
            .or(() -> isLoopback(url) ? developmentToken(home) : Optional.empty());
    Optional<String> tenant =
        Optional.ofNullable(environment.get("MATIH_TENANT"))
            .filter(text -> !text.isBlank())
            .or(() -> token.flatMap(Endpoints::tenantOf));
    return new Endpoint(url, token, tenant);
  }

  private static URI address(String text) {
    try {
      URI url = URI.create(text.strip().replaceAll("/(api/)?v1/?$|/+$", ""));
      if (url.getHost() != null
          && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        return url;
      }
    } catch (IllegalArgumentException unreadable) {
      // said below
    }
    throw Stop.with(
        ExitCode.BAD_INPUT,
        "MATIH_URL is not an address: " + text,
        "Set it to something like http://127.0.0.1:8000, or unset it to use the local node.");
  }

  /** The local token goes to this machine only. */
  private static boolean isLoopback(URI url) {
    return url.getHost().equals("localhost")
        || url.getHost().startsWith("127.")
        || url.getHost().equals("[::1]");
  }

  private static Optional<String> developmentToken(Path home) {
    try {
      return Optional.of(Files.readString(home.resolve("security").resolve("token")).strip());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static Optional<String> tenantOf(String token) {
    String[] parts = token.split("\\.");
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
      String tenant =
          new ObjectMapper()
              .readTree(new String(claims, StandardCharsets.UTF_8))
              .path("tenant_id")
              .asText("");
      return tenant.isEmpty() ? Optional.empty() : Optional.of(tenant);
    } catch (IllegalArgumentException | JsonProcessingException notAToken) {
      return Optional.empty();
    }
  }
}
