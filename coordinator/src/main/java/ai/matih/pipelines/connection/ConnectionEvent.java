package ai.matih.pipelines.connection;

import ai.matih.pipelines.identity.TenantId;

/** The journal of a connection. */
public sealed interface ConnectionEvent {

  /** A new revision is live. */
  record ConnectionSaved(TenantId tenant, ConnectionRevision revision) implements ConnectionEvent {}

  /** It is gone. */
  record ConnectionDeleted() implements ConnectionEvent {}
}
