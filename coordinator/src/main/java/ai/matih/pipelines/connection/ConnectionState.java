package ai.matih.pipelines.connection;

import ai.matih.pipelines.identity.TenantId;
import java.util.Optional;

/**
 * A connection's state.
 *
 * @param revisions how many there have been; a deleted and re-made connection counts on
 * @param live the newest revision; empty before the first and after a delete
 */
public record ConnectionState(
    Optional<TenantId> tenant, int revisions, Optional<ConnectionRevision> live) {

  static final ConnectionState NONE = new ConnectionState(Optional.empty(), 0, Optional.empty());
}
