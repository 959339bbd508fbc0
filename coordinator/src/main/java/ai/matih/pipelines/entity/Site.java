package ai.matih.pipelines.entity;

import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What an entity knows of the node and the cluster that it lives in. Safe for any thread.
 *
 * @param clock the time by which it judges
 * @param readByAll whether every node of the cluster runs a release that can read this event
 * @param oneRelease whether every node of the cluster runs this release, or a newer one
 */
public record Site(Clock clock, Predicate<Object> readByAll, BooleanSupplier oneRelease) {

  /** Where there is one release only. */
  public static Site alone(Clock clock) {
    return new Site(clock, event -> true, () -> true);
  }
}
