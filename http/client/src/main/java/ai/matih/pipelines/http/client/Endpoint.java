package ai.matih.pipelines.http.client;

import java.net.URI;
import java.util.Optional;

/**
 * Where a node is and who asks.
 *
 * @param url scheme, host and port, without {@code /v1}
 * @param token a JWT, sent as bearer
 * @param tenant sent as {@code X-Tenant-ID}; must match the token's
 */
public record Endpoint(URI url, Optional<String> token, Optional<String> tenant) {

  /** The token is a credential: it does not print. */
  @Override
  public String toString() {
    return "Endpoint[" + url + ", tenant " + tenant.orElse("of the token") + "]";
  }
}
