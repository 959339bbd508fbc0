package ai.matih.pipelines.connectors.files;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connectors.ConnectionFlaw;
import ai.matih.pipelines.connectors.ConnectionTest;
import ai.matih.pipelines.connectors.ConnectionType;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.StepFailure;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.Stream;

/** Connections of type {@code local}: a folder of the node's machine, {@code root}. */
public final class LocalConnectionType implements ConnectionType {
  public static final String NAME = "local";

  private final LocalRoots roots;

  public LocalConnectionType(LocalRoots roots) {
    this.roots = roots;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<ConnectionFlaw> flaw(ConnectionDefinition definition) {
    String root = definition.options().getOrDefault("root", "");
    if (root.isBlank()) {
      return Optional.of(new ConnectionFlaw("options.root", "has no root", "name a folder"));
    }
    return Stream.concat(
            definition.options().keySet().stream()
                .filter(name -> !name.equals("root"))
                .map(name -> "options." + name),
            definition.secrets().keySet().stream().map(name -> "secrets." + name))
        .sorted()
        .findFirst()
        .map(field -> new ConnectionFlaw(field, "does not know " + field, "remove it"));
  }

  @Override
  public ConnectionTest test(ResolvedConnection connection) {
    try {
      var root = roots.open(connection);
      String rights = Files.isWritable(root.real()) ? "readable and writable" : "readable only";
      return new ConnectionTest(true, "folder " + root.real() + ", " + rights, Optional.empty());
    } catch (StepFailure failure) {
      return ConnectionTest.of(failure);
    }
  }
}
