package ai.matih.pipelines.http.api.security;

import java.net.URI;

/** What tokens are verified with. */
public sealed interface Keys {

  /** The data directory's own HS256 key, made by this node: good for loopback only. */
  record Development(SigningSecret secret) implements Keys {}

  /** An HS256 key shared with who makes the tokens. */
  record Shared(SigningSecret secret) implements Keys {}

  /** RS256 keys, published as a JSON Web Key Set at a {@code file:}, {@code http(s):} address. */
  record KeySet(URI address) implements Keys {}
}
