package ai.matih.pipelines.http.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which gate, and why. */
final class VerdictOptions {
  @Option(
      names = "--gate",
      paramLabel = "NAME",
      description = "Which gate, if more than one is open.")
  private Optional<String> gate = Optional.empty();

  @Option(names = "--comment", paramLabel = "TEXT", description = "Kept with the verdict.")
  private Optional<String> comment = Optional.empty();

  Optional<String> gate() {
    return gate;
  }

  Optional<String> comment() {
    return comment;
  }
}
