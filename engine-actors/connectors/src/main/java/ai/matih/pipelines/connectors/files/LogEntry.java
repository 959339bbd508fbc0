package ai.matih.pipelines.connectors.files;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One manifest of a {@link CommitLog}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LogEntry.Claim.class, name = "claim"),
  @JsonSubTypes.Type(value = LogEntry.Commit.class, name = "commit")
})
sealed interface LogEntry {
  String commitKey();

  long epoch();

  /** An owner began to work on the key: from here on lower epochs cannot commit it. */
  record Claim(String commitKey, long epoch) implements LogEntry {}

  /**
   * Rows became part of the dataset.
   *
   * @param replaces true if these files are all that is left of the dataset
   * @param files names within the dataset's folder
   * @param committedAt ISO-8601, by the worker's clock
   */
  record Commit(
      String commitKey,
      long epoch,
      String inputFingerprint,
      boolean replaces,
      long rows,
      List<String> files,
      String committedAt)
      implements LogEntry {

    public Commit {
      files = List.copyOf(files);
    }

    /** Whether it stands for a load of this key: an append once, an overwrite once per input. */
    boolean standsFor(String key, boolean replacing, String fingerprint) {
      return commitKey.equals(key) && (!replacing || inputFingerprint.equals(fingerprint));
    }
  }
}
