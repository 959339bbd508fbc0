package ai.matih.pipelines.entity;

import java.time.Clock;
import java.util.function.Predicate;

/**
 * What an entity knows of the node and the cluster that it lives in. Safe for any thread.
 *
 * @param clock the time by which it judges
 * @param readByAll whether every node of the cluster runs a release that can read this event
 */
public record Site(Clock clock, Predicate<Object> readByAll) {

  /** Where there is one release only. */
  public static Site alone(Clock clock) {
    return new Site(clock, event -> true);
  }
}
