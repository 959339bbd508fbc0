package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.command.Folder.Outcome;
import ai.matih.pipelines.http.cli.node.ProjectFile;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.Owners.Resource;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "apply",
    description =
        "Register variables, connections and pipelines; a changed definition makes a new revision.")
final class Apply extends NodeCommand {
  @Parameters(arity = "0..*", paramLabel = "FILE|DIR", description = "What to apply.")
  private List<Path> paths = List.of();

  @Option(names = "-f", paramLabel = "FILE|DIR", description = "The same.")
  private List<Path> files = List.of();

  @Option(names = "--paused", description = "Do not activate a new pipeline.")
  private boolean paused;

  @Option(
      names = "--owner",
      paramLabel = "LABEL",
      description = "Whose files these are; else `owner` of matih.yaml.")
  private Optional<String> owner = Optional.empty();

  @Option(
      names = "--prune",
      description = "Delete what was applied under the owner's label and is no longer there.")
  private boolean prune;

  @Option(names = "--yes", description = "Prune without asking.")
  private boolean yes;

  @Override
  ExitCode run(MatihClient client, Console console) {
    DefinitionFiles definitions = DefinitionFiles.read(Arguments.paths(paths, files));
    Optional<String> label = owner.or(() -> options.project().flatMap(ProjectFile::owner));
    if (prune && label.isEmpty()) {
      throw Stop.with(
          ExitCode.BAD_INPUT,
          "It is not said whose files these are, so that nothing can be pruned",
          "Add --owner LABEL, or `owner: LABEL` to matih.yaml; apply once with it.");
    }
    FolderApplying applying =
        new FolderApplying(client, new Applying(client, options.placed(), paused), console);
    options
        .chosen()
        .ifPresent(
            environment ->
                applying.variables(
                    options.project().orElseThrow().path() + " environments." + environment.name(),
                    environment.variables()));
    applying.connections(definitions.connections());
    applying.pipelines(definitions.pipelines());
    label.ifPresent(text -> claim(client, text, applying.outcomes(), console));
    List<Resource> pruned =
        prune ? pruned(client, label.orElseThrow(), applying, console) : List.of();
    Folder folder = new Folder(applying.outcomes(), pruned);
    say(folder, console);
    return applying.code();
  }

  private static void claim(
      MatihClient client, String owner, List<Outcome> outcomes, Console console) {
    List<Resource> resources =
        outcomes.stream().flatMap(one -> one.resource().stream()).distinct().toList();
    client
        .owners()
        .claim(owner, resources)
        .value()
        .data()
        .forEach(
            other ->
                console.say(
                    " --  "
                        + other.kind()
                        + " "
                        + other.name()
                        + " stays that of the owner "
                        + other.owner()));
  }

  /** With a file that could not be applied nobody knows what belongs here: nothing is deleted. */
  private List<Resource> pruned(
      MatihClient client, String label, FolderApplying applying, Console console) {
    if (applying.code() != ExitCode.GOOD) {
      console.err().println("Nothing was pruned, since not everything could be applied.");
      return List.of();
    }
    Pruning pruning = new Pruning(client, label);
    Set<String> kept =
        applying.outcomes().stream()
            .map(one -> one.kind() + " " + one.name())
            .collect(Collectors.toSet());
    List<Resource> left = pruning.leftBehind(kept);
    Pruning.confirm(left, yes, console);
    return pruning.delete(left, console);
  }

  /** One file's document is printed as the node sent it, as it always was. */
  private static void say(Folder folder, Console console) {
    boolean one = folder.applied().size() == 1 && folder.pruned().isEmpty();
    if (!console.documents()) {
      if (!one) {
        console.say(folder.summary());
      }
      return;
    }
    if (one) {
      if (folder.applied().getFirst().change() != Folder.Change.FAILED) {
        console.print(folder.applied().getFirst().document());
      }
      return;
    }
    ObjectNode document = Documents.object();
    ArrayNode resources = document.putArray("resources");
    folder
        .applied()
        .forEach(
            outcome -> {
              ObjectNode resource = resources.addObject();
              resource.put("kind", outcome.kind());
              resource.put("name", outcome.name());
              resource.put("place", outcome.place());
              resource.put("change", outcome.change().name());
              resource.set("answer", outcome.document());
            });
    ArrayNode pruned = document.putArray("pruned");
    folder
        .pruned()
        .forEach(gone -> pruned.addObject().put("kind", gone.kind()).put("name", gone.name()));
    document.put("summary", folder.summary());
    console.print(document);
  }
}
