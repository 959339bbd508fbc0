package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.identity.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Knows the types of connections: checks their fields, and tries them for real. */
public interface ConnectionProbe {

  /** What is wrong with the fields, as a sentence; empty if nothing. No I/O. */
  Optional<Flaw> check(ConnectionDefinition definition);

  /** Opens the connection once. The stage does not fail for a connection that does not work. */
  CompletionStage<Outcome> test(TenantId tenant, ConnectionRevision revision);

  /** A field that is missing or wrong. */
  record Flaw(String field, String message, String remedy) {}

  /**
   * What came of a test.
   *
   * @param message the other side's words, without secrets
   */
  record Outcome(boolean works, String message, Optional<String> remedy, long millis) {}
}
