package ai.matih.pipelines.http.api.routing;

import ai.matih.pipelines.identity.Permission;

/** Who may come in by a route. Every route names one: there is no default but "no". */
public sealed interface Access {

  /** Anyone, without a token: nothing of a tenant is shown. */
  record Open() implements Access {}

  /** A token with this permission. */
  record Needs(Permission permission) implements Access {}

  /** As {@code x-permission} in the document has it. */
  default String wire() {
    return switch (this) {
      case Open ignored -> "none";
      case Needs needs -> needs.permission().wire();
    };
  }
}
