package ai.matih.pipelines.connectors;

import ai.matih.pipelines.definition.Sink;

/**
 * Writes to one kind of sink through one kind of connection. Stateless and safe for use from any
 * thread; calls block. Errors leave as {@link StepFailure}, a cancel as {@link StepCancelled}.
 */
public interface SinkConnector {

  /** What protects the sink from a second load after a lost attempt (design 3.5). */
  enum Fencing {
    /** Rows and commit key are committed in one act, and a stale owner is refused. */
    FULL,
    /** The commit key is checked, yet not in the same act as the rows. */
    DEDUPE,
    /** Nothing does: a lost attempt needs a person. */
    NONE
  }

  /** Whether it writes this sink through a connection of this type. */
  boolean writes(Sink sink, String connectionType);

  Fencing fencing();

  /**
   * Commits the rows once under {@link Load#commitKey()}. A key that is found committed is a
   * success that does nothing and reports the rows of that commit; for {@code overwrite} that holds
   * only if the input's fingerprint is the same. A stale epoch is refused with code {@code
   * STALE_EPOCH}. After a failure or cancel nothing of this call is visible to readers.
   */
  Loaded load(Load work);
}
