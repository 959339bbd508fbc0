package ai.matih.pipelines.definition;

import java.util.List;

/**
 * One dataset going into one target of a sink.
 *
 * @param input a source or transformation
 * @param target the table, topic or folder, as its connector names it
 * @param mergeKeys not empty in mode {@code merge_on_key}
 */
public record Load(String input, String target, List<String> mergeKeys) {
  public Load {
    mergeKeys = Immutable.list(mergeKeys);
  }
}
