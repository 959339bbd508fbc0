package ai.matih.pipelines.connectors;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connectors.files.FileSinkConnector;
import ai.matih.pipelines.connectors.files.FileSourceConnector;
import ai.matih.pipelines.connectors.files.LocalConnectionType;
import ai.matih.pipelines.connectors.files.LocalRoots;
import ai.matih.pipelines.connectors.jdbc.PostgresConnectionType;
import ai.matih.pipelines.connectors.jdbc.PostgresSink;
import ai.matih.pipelines.connectors.jdbc.PostgresSource;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.Source;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All connectors of a node, found by what a definition asks for and by the type of the connection
 * it names. Immutable and safe for use from any thread.
 */
public final class Connectors {
  private final List<SourceConnector> sources;
  private final List<SinkConnector> sinks;
  private final List<ConnectionType> types;

  public Connectors(
      List<SourceConnector> sources, List<SinkConnector> sinks, List<ConnectionType> types) {
    this.sources = List.copyOf(sources);
    this.sinks = List.copyOf(sinks);
    this.types = List.copyOf(types);
  }

  /** Those that need nothing beside this node. */
  public static Connectors standard(LocalRoots roots, Clock clock) {
    return new Connectors(
        List.of(new PostgresSource(), new FileSourceConnector(roots)),
        List.of(new PostgresSink(), new FileSinkConnector(roots, clock)),
        List.of(new PostgresConnectionType(), new LocalConnectionType(roots)));
  }

  /** Who reads the source from a connection of this type, if anybody does. */
  public Optional<SourceConnector> source(Source source, String connectionType) {
    return MissingConnector.inAny(source).isPresent()
        ? Optional.empty()
        : sources.stream().filter(s -> s.reads(source, connectionType)).findFirst();
  }

  /** Who writes the sink through a connection of this type, if anybody does. */
  public Optional<SinkConnector> sink(Sink sink, String connectionType) {
    return sinks.stream().filter(s -> s.writes(sink, connectionType)).findFirst();
  }

  /** Why nobody reads the source, and what to do: for a plan that is BLOCKED. */
  public Missing missing(Source source, String connectionType) {
    return MissingConnector.inAny(source)
        .orElseGet(() -> MissingConnector.of(source, connectionType, typeNames()));
  }

  /** Why nobody writes the sink, and what to do: for a plan that is BLOCKED. */
  public Missing missing(Sink sink, String connectionType) {
    return MissingConnector.of(sink, connectionType, typeNames());
  }

  /** What is wrong with a connection's fields, if its type is known here and something is. */
  public Optional<ConnectionFlaw> flaw(ConnectionDefinition definition) {
    return types.stream()
        .filter(type -> type.name().equals(definition.type()))
        .findFirst()
        .flatMap(type -> type.flaw(definition));
  }

  /** Tries a connection; one of an unknown type is answered with the known ones. */
  public ConnectionTest test(ResolvedConnection connection) {
    return types.stream()
        .filter(type -> type.name().equals(connection.type()))
        .findFirst()
        .map(type -> type.test(connection))
        .orElseGet(
            () ->
                new ConnectionTest(
                    false,
                    "connections of type " + connection.type() + " are not available yet",
                    Optional.of("available types: " + typeNames())));
  }

  private String typeNames() {
    return types.stream().map(ConnectionType::name).sorted().collect(Collectors.joining(", "));
  }

  /** A sentence for the plan and a next step. */
  public record Missing(String message, String remedy) {}
}
