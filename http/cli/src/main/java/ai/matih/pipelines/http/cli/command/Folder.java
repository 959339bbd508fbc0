package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.command.DefinitionFiles.DefinitionFile;
import ai.matih.pipelines.http.client.Owners.Resource;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What became of the resources of a folder.
 *
 * @param applied in the order in which they were
 * @param pruned what the files no longer have
 */
record Folder(List<Outcome> applied, List<Resource> pruned) {

  Folder {
    applied = List.copyOf(applied);
    pruned = List.copyOf(pruned);
  }

  /** What became of one. */
  enum Change {
    CREATED,
    CHANGED,
    UNCHANGED,
    FAILED
  }

  /**
   * One resource.
   *
   * @param resource empty if it could not be applied
   * @param place its file, or the environment that has it
   * @param document the node's answer, or the error
   */
  record Outcome(
      String kind,
      String name,
      String place,
      Change change,
      Optional<Resource> resource,
      JsonNode document) {

    static String nameOf(DefinitionFile file) {
      return file.pipelineName().orElse(file.name());
    }
  }

  long count(Change change) {
    return applied.stream().filter(one -> one.change() == change).count();
  }

  /** {@code 2 created, 1 changed, 3 unchanged, 1 pruned, 1 failed (b.yaml)}. */
  String summary() {
    StringBuilder text = new StringBuilder();
    text.append(count(Change.CREATED)).append(" created, ");
    text.append(count(Change.CHANGED)).append(" changed, ");
    text.append(count(Change.UNCHANGED)).append(" unchanged");
    if (!pruned.isEmpty()) {
      text.append(", ").append(pruned.size()).append(" pruned");
    }
    List<String> failed =
        applied.stream().filter(one -> one.change() == Change.FAILED).map(Outcome::place).toList();
    if (!failed.isEmpty()) {
      text.append(", ").append(failed.size()).append(" failed: ").append(String.join(", ", failed));
    }
    return text.toString();
  }
}
