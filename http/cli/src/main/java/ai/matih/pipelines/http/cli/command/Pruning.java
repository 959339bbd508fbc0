package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.OwnedView;
import ai.matih.pipelines.http.client.Owners.Resource;
import ai.matih.pipelines.http.client.PipelineView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Deletes what an owner applied before and its files no longer have. A resource of another owner,
 * or one that was made anew by somebody else, is never deleted.
 *
 * @param owner the label under which the files are applied
 */
record Pruning(MatihClient client, String owner) {
  /** Pipelines before the connections and variables that they name. */
  private static final List<String> ORDER = List.of("pipeline", "connection", "variable");

  /** What is left behind by files that now have {@code kept} (kind and name). */
  List<Resource> leftBehind(Set<String> kept) {
    List<Resource> left = new ArrayList<>();
    for (String kind : ORDER) {
      for (OwnedView one : client.owners().of(owner).value().data()) {
        if (one.kind().equals(kind) && !kept.contains(kind + " " + one.name())) {
          left.add(new Resource(kind, one.name(), one.identity()));
        }
      }
    }
    return left;
  }

  /** Asks at a terminal; elsewhere {@code yes} has to be said beforehand. */
  static void confirm(List<Resource> left, boolean yes, Console console) {
    if (left.isEmpty() || yes) {
      return;
    }
    String what =
        left.stream().map(one -> one.kind() + " " + one.name()).collect(Collectors.joining(", "));
    java.io.Console terminal = System.console();
    if (terminal == null || !console.terminal()) {
      throw Stop.with(
          ExitCode.BAD_INPUT,
          "This would delete " + what,
          "Add --yes to delete them, or leave --prune out.");
    }
    console.say("Delete " + what + "?");
    if (!"y".equalsIgnoreCase(Optional.ofNullable(terminal.readLine("  y/N ")).orElse(""))) {
      throw Stop.with(ExitCode.INTERRUPTED, "Nothing was deleted", "Say y to delete them.");
    }
  }

  /** Deletes them, unless they are gone or have become another's; answers what is gone by this. */
  List<Resource> delete(List<Resource> left, Console console) {
    Set<Resource> gone = new HashSet<>();
    for (Resource one : left) {
      if (deleted(one)) {
        gone.add(one);
        console.say(" ok " + one.kind() + " " + one.name() + " deleted");
      }
    }
    client.owners().release(owner, left);
    return left.stream().filter(gone::contains).toList();
  }

  private boolean deleted(Resource one) {
    return switch (one.kind()) {
      case "pipeline" -> {
        Optional<PipelineView> live =
            client
                .pipelines()
                .named(one.name())
                .map(answer -> answer.value())
                .filter(pipeline -> pipeline.pipelineId().equals(one.identity()));
        live.ifPresent(pipeline -> client.pipelines().delete(pipeline.pipelineId()));
        yield live.isPresent();
      }
      case "connection" -> gone(() -> client.connections().delete(one.name()));
      default -> gone(() -> client.variables().delete(one.name()));
    };
  }

  private static boolean gone(Runnable delete) {
    return FolderApplying.found(
            () -> {
              delete.run();
              return true;
            })
        .isPresent();
  }
}
