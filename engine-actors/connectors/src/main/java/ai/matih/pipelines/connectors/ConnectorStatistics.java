package ai.matih.pipelines.connectors;

import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.planning.SinkSupport;
import ai.matih.pipelines.planning.SourceStatistics;
import java.util.Optional;

/** What planning asks of the connectors. */
public final class ConnectorStatistics implements SourceStatistics, SinkSupport {
  private final Connectors connectors;
  private final ConnectionResolver resolver;

  public ConnectorStatistics(Connectors connectors, ConnectionResolver resolver) {
    this.connectors = connectors;
    this.resolver = resolver;
  }

  @Override
  public Answer of(TenantId tenant, Source source, ConnectionRevision connection) {
    String type = connection.definition().type();
    Optional<SourceConnector> connector = connectors.source(source, type);
    if (connector.isEmpty()) {
      var missing = connectors.missing(source, type);
      return new NoConnector(missing.message(), missing.remedy());
    }
    try {
      var found = connector.get().estimate(source, resolver.resolve(tenant, connection));
      return new Known(found.basis(), found.rows(), found.bytes(), found.schema());
    } catch (StepFailure failure) {
      return new Unknown(failure.getMessage());
    }
  }

  @Override
  public Optional<Gap> gap(Sink sink, Optional<ConnectionRevision> connection) {
    String type = type(connection);
    if (connectors.sink(sink, type).isPresent()) {
      return Optional.empty();
    }
    var missing = connectors.missing(sink, type);
    return Optional.of(new Gap(missing.message(), missing.remedy()));
  }

  @Override
  public Optional<String> caution(Sink sink, Optional<ConnectionRevision> connection) {
    return connectors
        .sink(sink, type(connection))
        .flatMap(
            connector ->
                switch (connector.fencing()) {
                  case FULL -> Optional.empty();
                  case DEDUPE ->
                      Optional.of(
                          "a load that is cut off between its rows and its commit key may be"
                              + " repeated");
                  case NONE ->
                      Optional.of("it cannot tell a repeated load: a lost attempt needs a person");
                });
  }

  private static String type(Optional<ConnectionRevision> connection) {
    return connection.map(revision -> revision.definition().type()).orElse("no");
  }
}
