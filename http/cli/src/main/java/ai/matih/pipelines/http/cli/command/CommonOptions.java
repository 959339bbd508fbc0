package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.node.Endpoints;
import ai.matih.pipelines.http.cli.node.LocalFolders;
import ai.matih.pipelines.http.cli.node.LocalNode;
import ai.matih.pipelines.http.cli.node.ProjectFile;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.Figures;
import ai.matih.pipelines.http.cli.output.Format;
import ai.matih.pipelines.http.client.Endpoint;
import ai.matih.pipelines.http.client.MatihClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** What every command takes, and what follows from it: where to print and whom to ask. */
final class CommonOptions {
  private static final long LEAST_ROOM = 64L << 20;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}.")
  private Format format;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Data directory of the local node (MATIH_HOME, else .matih).")
  private Optional<Path> home;

  @Option(
      names = "--env",
      paramLabel = "NAME",
      description = "The environment of matih.yaml to talk to.")
  private Optional<String> environment = Optional.empty();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  private boolean help;

  /** What this machine's environment says, and over it what the chosen one does. */
  Map<String, String> environment() {
    if (environment.isEmpty()) {
      return System.getenv();
    }
    ProjectFile.Environment to = chosen().orElseThrow();
    Map<String, String> merged = new HashMap<>(System.getenv());
    merged.put("MATIH_URL", to.url().orElse(""));
    to.tenant().ifPresent(tenant -> merged.put("MATIH_TENANT", tenant));
    Optional.ofNullable(System.getenv(to.tokenVariable()))
        .ifPresent(token -> merged.put("MATIH_TOKEN", token));
    return merged;
  }

  /** {@code matih.yaml} of the current folder or of one above it. */
  Optional<ProjectFile> project() {
    return ProjectFile.find(Path.of(""));
  }

  /** The environment that was asked for. */
  Optional<ProjectFile.Environment> chosen() {
    return environment.map(
        name ->
            project()
                .orElseThrow(
                    () ->
                        Stop.with(
                            ExitCode.BAD_INPUT,
                            "There is no matih.yaml here or in a folder above, so no environment "
                                + name,
                            "Write one with environments." + name + ": {url: ..., tenant: ...}."))
                .environment(name));
  }

  Path home() {
    return home.orElseGet(() -> LocalNode.home(environment())).toAbsolutePath().normalize();
  }

  /** Whether the text of a definition is wanted, as its author wrote it. */
  boolean source() {
    return format == Format.source;
  }

  Console console() {
    return new Console(System.out, System.err, format, Boolean.getBoolean("matih.terminal"));
  }

  /** Folders that connection files name are this machine's if the node is. */
  UnaryOperator<ConnectionDefinition> placed() {
    return environment().getOrDefault("MATIH_URL", "").isBlank()
        ? new LocalFolders(home(), Path.of("").toAbsolutePath())::placed
        : UnaryOperator.identity();
  }

  Optional<Endpoint> endpoint() {
    return Endpoints.find(home(), environment());
  }

  /** The node that is named or runs here. */
  MatihClient connect() {
    return new MatihClient(
        endpoint()
            .orElseThrow(
                () ->
                    fullDisk("no node in " + home())
                        .orElseGet(
                            () ->
                                Stop.with(
                                    ExitCode.NO_NODE,
                                    "No node runs in " + home(),
                                    "Start one with `matih up`, or set MATIH_URL to one that"
                                        + " runs."))));
  }

  /** Why a node of this machine is not there, if that is its disk. */
  Optional<Stop> fullDisk(String missing) {
    if (!environment().getOrDefault("MATIH_URL", "").isBlank() || !Files.isDirectory(home())) {
      return Optional.empty();
    }
    try {
      long left = Files.getFileStore(home()).getUsableSpace();
      return left >= LEAST_ROOM
          ? Optional.empty()
          : Optional.of(
              Stop.with(
                  ExitCode.NO_NODE,
                  "There is " + missing + ": its disk is full (" + Figures.bytes(left) + " left)",
                  "Make room there, then `matih up`: runs that were accepted go on."));
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }
}
