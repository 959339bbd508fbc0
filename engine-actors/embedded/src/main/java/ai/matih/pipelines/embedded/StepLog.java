package ai.matih.pipelines.embedded;

/**
 * Where a step writes what people read while it runs. Safe for use from any thread; never blocks.
 */
public interface StepLog {

  /** Says {@code message} at level INFO. */
  void info(String message);

  /** Says {@code message} at level WARN. */
  void warn(String message);

  /** Says {@code message} at level ERROR. */
  void error(String message);
}
