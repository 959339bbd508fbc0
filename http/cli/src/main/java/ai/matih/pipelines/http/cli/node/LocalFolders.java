package ai.matih.pipelines.http.cli.node;

import ai.matih.pipelines.connection.ConnectionDefinition;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a relative {@code root} in a connection file means on this machine: a node may have been
 * started elsewhere, so it is told the whole path. {@code .matih} stands for the data directory,
 * wherever that is.
 *
 * @param home the data directory
 * @param base what every other relative root starts at
 */
public record LocalFolders(Path home, Path base) {
  private static final Path USUAL_HOME = Path.of(".matih");

  /** The connection with its root made absolute, if it is a folder of this machine. */
  public ConnectionDefinition placed(ConnectionDefinition connection) {
    String root = connection.options().get("root");
    if (!connection.type().equals("local") || root == null || Path.of(root).isAbsolute()) {
      return connection;
    }
    Path relative = Path.of(root).normalize();
    Path absolute =
        relative.startsWith(USUAL_HOME)
            ? home.resolve(USUAL_HOME.relativize(relative))
            : base.resolve(relative);
    Map<String, String> options = new LinkedHashMap<>(connection.options());
    options.put("root", absolute.toString());
    return new ConnectionDefinition(
        connection.name(),
        connection.type(),
        connection.description(),
        options,
        connection.secrets());
  }
}
