package ai.matih.pipelines.node;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connection.SecretReference;
import ai.matih.pipelines.connection.Secrets;
import ai.matih.pipelines.connectors.ConnectionTest;
import ai.matih.pipelines.connectors.Connectors;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.SourceConnector;
import ai.matih.pipelines.connectors.SourceEstimate;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.http.api.port.ConnectionProbe;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.SinkSupport;
import ai.matih.pipelines.planning.SourceStatistics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** What the connectors know, for planning and for the test of a connection. */
final class ConnectorFacts implements SourceStatistics, SinkSupport, ConnectionProbe {
  private final Connectors connectors;
  private final Secrets secrets;
  private final Executor blocking;

  ConnectorFacts(Connectors connectors, Secrets secrets, Executor blocking) {
    this.connectors = connectors;
    this.secrets = secrets;
    this.blocking = blocking;
  }

  @Override
  public Answer of(TenantId tenant, Source source, ConnectionRevision connection) {
    String type = connection.definition().type();
    Optional<SourceConnector> reader = connectors.source(source, type);
    if (reader.isEmpty()) {
      Connectors.Missing missing = connectors.missing(source, type);
      return new NoConnector(missing.message(), missing.remedy());
    }
    try {
      SourceEstimate estimate =
          reader.get().estimate(source, resolve(tenant, connection.definition(), secrets));
      return new Known(estimate.basis(), estimate.rows(), estimate.bytes(), estimate.schema());
    } catch (StepFailure e) {
      return new Unknown(e.getMessage());
    }
  }

  @Override
  public Optional<Gap> gap(Sink sink, Optional<ConnectionRevision> connection) {
    String type = connection.map(revision -> revision.definition().type()).orElse("");
    if (connectors.sink(sink, type).isPresent()) {
      return Optional.empty();
    }
    Connectors.Missing missing = connectors.missing(sink, type);
    return Optional.of(new Gap(missing.message(), missing.remedy()));
  }

  @Override
  public Optional<Flaw> check(ConnectionDefinition definition) {
    return Optional.empty();
  }

  @Override
  public CompletionStage<Outcome> test(TenantId tenant, ConnectionRevision revision) {
    return CompletableFuture.supplyAsync(
        () -> {
          long began = System.nanoTime();
          ConnectionTest test = tried(tenant, revision.definition());
          return new Outcome(
              test.good(), test.message(), test.remedy(), (System.nanoTime() - began) / 1_000_000);
        },
        blocking);
  }

  private ConnectionTest tried(TenantId tenant, ConnectionDefinition definition) {
    try {
      return connectors.test(resolve(tenant, definition, secrets));
    } catch (StepFailure e) {
      return ConnectionTest.of(e);
    }
  }

  /** The connection with its secrets' values; a missing secret is a CONFIGURATION failure. */
  static ResolvedConnection resolve(
      TenantId tenant, ConnectionDefinition definition, Secrets secrets) {
    Map<String, Secret> values = new HashMap<>();
    for (Map.Entry<String, SecretReference> field : definition.secrets().entrySet()) {
      String name = field.getValue().name();
      values.put(
          field.getKey(),
          secrets
              .find(tenant, field.getValue())
              .orElseThrow(
                  () ->
                      StepFailure.configuration(
                          "SECRET_MISSING",
                          "connection "
                              + definition.name()
                              + " needs the secret "
                              + name
                              + ", which is not set",
                          "set MATIH_SECRET_"
                              + name
                              + " or the file secrets/"
                              + name
                              + " in the data directory")));
    }
    return new ResolvedConnection(
        definition.name(), definition.type(), definition.options(), values);
  }
}
