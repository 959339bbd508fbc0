package ai.matih.pipelines.gateway;

/**
 * The one way out of an adapter. Safe for use from any thread; returns at once. Reports of one
 * attempt given by one thread keep their order; repeats do no harm.
 */
@FunctionalInterface
public interface Reports {

  /** Says {@code report} of the watched attempt. */
  void report(Watch watch, Report report);
}
