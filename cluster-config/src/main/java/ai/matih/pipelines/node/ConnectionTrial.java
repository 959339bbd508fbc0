package ai.matih.pipelines.node;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connectors.ConnectionResolver;
import ai.matih.pipelines.connectors.ConnectionTest;
import ai.matih.pipelines.connectors.Connectors;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.http.api.port.ConnectionProbe;
import ai.matih.pipelines.identity.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Tries connections with the node's connectors. */
record ConnectionTrial(Connectors connectors, ConnectionResolver resolver, Executor blocking)
    implements ConnectionProbe {

  @Override
  public Optional<Flaw> check(ConnectionDefinition definition) {
    return connectors
        .flaw(definition)
        .map(flaw -> new Flaw(flaw.field(), flaw.message(), flaw.remedy()));
  }

  @Override
  public CompletionStage<Outcome> test(TenantId tenant, ConnectionRevision revision) {
    return CompletableFuture.supplyAsync(
        () -> {
          long began = System.nanoTime();
          ConnectionTest test = tried(tenant, revision);
          return new Outcome(
              test.good(), test.message(), test.remedy(), (System.nanoTime() - began) / 1_000_000);
        },
        blocking);
  }

  private ConnectionTest tried(TenantId tenant, ConnectionRevision revision) {
    try {
      return connectors.test(resolver.resolve(tenant, revision));
    } catch (StepFailure e) {
      return ConnectionTest.of(e);
    }
  }
}
