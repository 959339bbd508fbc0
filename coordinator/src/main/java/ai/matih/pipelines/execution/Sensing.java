package ai.matih.pipelines.execution;

import ai.matih.pipelines.planning.GateRule;

/**
 * Looks whether the data that gates wait for is there. When a look is due stands in the wake-up
 * index, one row for each such gate, so that no thread waits and each look is one node's; a look
 * that finds nothing costs a change of that row.
 */
public interface Sensing {

  /** The kind of the rows in the wake-up index: {@code sensor|<executionId>/<gate>}. */
  String KIND = "sensor";

  /** Who gives the verdict when what is waited for is there. */
  String BY = "sensor";

  /**
   * Begins to look and puts off the next look; what it came to is told with {@code Sensed}. Must
   * not block or throw.
   */
  void look(Execution run, Gate gate, GateRule rule);

  /** Takes the row of the gate of this run out of the index. Must not block or throw. */
  void noMore(String execution, String gate);

  /** For a node that has nobody yet. */
  Sensing NOBODY =
      new Sensing() {
        @Override
        public void look(Execution run, Gate gate, GateRule rule) {}

        @Override
        public void noMore(String execution, String gate) {}
      };
}
