package ai.matih.pipelines.persistence.migration;

import java.util.List;

/**
 * How far a database is.
 *
 * @param version its newest migration; 0 for a database without any
 * @param known the newest migration of this release
 * @param pending what is missing, in order, e.g. {@code 6 variables and owners}
 */
public record SchemaState(int version, int known, List<String> pending) {
  public SchemaState {
    pending = List.copyOf(pending);
  }

  /** Nothing is missing, and nothing is there that this release does not know. */
  public boolean current() {
    return version == known;
  }

  /** A newer release has migrated it. */
  public boolean newer() {
    return version > known;
  }

  /** What to say of a newer one. */
  public String refusal() {
    return "its schema is "
        + version
        + ", made by a newer release; this one knows "
        + known
        + ". Run that release, or restore a backup from before it";
  }
}
