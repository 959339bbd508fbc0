package ai.matih.pipelines.node;

import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connection.SecretReference;
import ai.matih.pipelines.connection.Secrets;
import ai.matih.pipelines.identity.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets of this node: {@code MATIH_SECRET_<NAME>}, else the file {@code secrets/<tenant>/<NAME>}
 * or {@code secrets/<NAME>} of the data directory (trailing line ends are dropped). Nothing else
 * can be reached by a reference (design section 9).
 */
final class NodeSecrets implements Secrets {
  private final Map<String, String> environment;
  private final Path folder;

  NodeSecrets(Map<String, String> environment, Path home) {
    this.environment = Map.copyOf(environment);
    this.folder = home.resolve("secrets");
  }

  @Override
  public Optional<Secret> find(TenantId tenant, SecretReference reference) {
    String variable = environment.get("MATIH_SECRET_" + reference.name().replace('-', '_'));
    if (variable != null) {
      return Optional.of(new Secret(variable));
    }
    return read(folder.resolve(tenant.value()).resolve(reference.name()))
        .or(() -> read(folder.resolve(reference.name())));
  }

  private static Optional<Secret> read(Path file) {
    try {
      return Files.isRegularFile(file)
          ? Optional.of(new Secret(Files.readString(file).stripTrailing()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
