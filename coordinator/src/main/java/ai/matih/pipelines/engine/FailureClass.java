package ai.matih.pipelines.engine;

/** Why work failed; decides how often it is tried by default (design section 5, retry policy). */
public enum FailureClass {
  /** Bad SQL or bad data: the definition or the source must change. */
  USER(1),
  /** A quality check that fails the run. */
  QUALITY(1),
  /** A connection, setting or artifact is wrong or missing. */
  CONFIGURATION(1),
  /** The machinery: network, disk, an engine's own trouble. */
  INFRASTRUCTURE(3),
  /** Somebody stopped it in the engine's own console. */
  EXTERNAL(1),
  /** The owner vanished; bounded apart from the user's retries. */
  LOST(5),
  /** A budget does not allow it. */
  BUDGET(1),
  /** It took longer than allowed. */
  TIMEOUT(1);

  private final int defaultAttempts;

  FailureClass(int defaultAttempts) {
    this.defaultAttempts = defaultAttempts;
  }

  /** Attempts in total when the definition gives no {@code max_attempts}. */
  public int defaultAttempts() {
    return defaultAttempts;
  }
}
