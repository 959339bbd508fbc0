package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.client.StepView.Dataset;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where data lies, as short as it can be said from here. */
final class Places {

  private Places() {}

  /** {@code analytics.public.flight_delays}, or a folder. */
  static String target(Dataset dataset) {
    return folder(dataset).orElseGet(dataset::name);
  }

  /** The same with the server that holds it. */
  static String address(Dataset dataset) {
    return folder(dataset).orElseGet(() -> dataset.namespace() + "/" + dataset.name());
  }

  /** A path below the current directory without it. */
  static String shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) && !path.equals(here)
        ? here.relativize(path).toString()
        : path.toString();
  }

  private static Optional<String> folder(Dataset dataset) {
    return dataset
        .uri()
        .filter(uri -> uri.startsWith("file:"))
        .map(uri -> shown(Path.of(URI.create(uri).getPath())) + "/");
  }
}
