package ai.matih.pipelines.trigger;

import java.time.Instant;

/** Something that a trigger found and that does not run. */
public record Missed(String trigger, String key, Instant at, Why why, String detail) {

  /** Why. */
  public enum Why {
    /** Runs are going or waiting, and the overlap policy says so. */
    OVERLAP,
    /** A later one took its place. */
    OVERTAKEN,
    /** It cannot run: a connection is missing, a parameter does not fit. */
    BLOCKED,
    /** The budget is exhausted. */
    BUDGET,
    /** The trigger is gone. */
    REMOVED,
    /** Too many runs, each started by the one before it. */
    DEPTH
  }

  /** {@code firing} does not run. */
  public static Missed of(Firing firing, Instant at, Why why, String detail) {
    return new Missed(firing.trigger(), firing.key(), at, why, detail);
  }
}
