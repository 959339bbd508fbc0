package ai.matih.pipelines.http.client;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where nodes are and who asks.
 *
 * @param url scheme, host and port, without {@code /v1}
 * @param others of the same cluster: if one is not there, or is about to leave, the next is asked
 * @param token a JWT, sent as bearer
 * @param tenant sent as {@code X-Tenant-ID}; must match the token's
 */
public record Endpoint(URI url, List<URI> others, Optional<String> token, Optional<String> tenant) {

  public Endpoint {
    others = List.copyOf(others);
  }

  /** One node. */
  public Endpoint(URI url, Optional<String> token, Optional<String> tenant) {
    this(url, List.of(), token, tenant);
  }

  /** The token is a credential: it does not print. */
  @Override
  public String toString() {
    return "Endpoint[" + url + ", tenant " + tenant.orElse("of the token") + "]";
  }
}
