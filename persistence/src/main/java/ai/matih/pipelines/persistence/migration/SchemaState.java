package ai.matih.pipelines.persistence.migration;

import java.util.List;

/**
 * How far a database is.
 *
 * @param version its newest migration; 0 for a database without any
 * @param known the newest migration of this release
 * @param livable whether each migration that is newer says that this release can live with it
 * @param pending what is missing, in order, e.g. {@code 6 variables and owners}
 */
public record SchemaState(int version, int known, boolean livable, List<String> pending) {
  public SchemaState {
    pending = List.copyOf(pending);
  }

  /** This release can work with it as it is. */
  public boolean current() {
    return version >= known && livable;
  }

  /** A newer release has migrated it, and this one would do harm. */
  public boolean refused() {
    return !livable;
  }

  /** What it is, of one that is current. */
  public String standing() {
    return version > known
        ? "schema "
            + version
            + " is that of a newer release; this one knows "
            + known
            + " and can live with it"
        : "schema " + version + " is up to date";
  }

  /** What to say of one that is refused. */
  public String refusal() {
    return "its schema is "
        + version
        + ", made by a newer release; this one knows "
        + known
        + " and cannot live with it. Run that release, or restore a backup from before it";
  }
}
