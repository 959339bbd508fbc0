package ai.matih.pipelines.persistence.trigger;

import ai.matih.pipelines.engine.DatasetVersion;
import java.util.HashSet;
import java.util.Set;

/** What a dataset can be called in a trigger. */
final class DatasetNames {
  private DatasetNames() {}

  /**
   * The name that lineage shows and its last parts (two and more), its address, and the pipeline
   * and sink that loaded it.
   */
  static Set<String> of(DatasetVersion dataset, String pipeline, String sink) {
    Set<String> names = new HashSet<>();
    names.add(pipeline + "." + sink);
    names.add(dataset.name());
    names.add(dataset.namespace() + "/" + dataset.name());
    dataset
        .uri()
        .ifPresent(
            uri -> {
              String bare = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
              names.add(bare);
              names.add(bare + "/");
            });
    if (!dataset.name().contains("/")) {
      String rest = dataset.name();
      for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
        rest = rest.substring(dot + 1);
        if (rest.contains(".")) {
          names.add(rest);
        }
      }
    }
    return names;
  }
}
