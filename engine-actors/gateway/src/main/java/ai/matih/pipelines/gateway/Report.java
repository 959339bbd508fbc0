package ai.matih.pipelines.gateway;

import ai.matih.pipelines.engine.StepReport;
import java.util.List;

/** What an adapter says of an attempt: an observation, progress, or a wish of the stage. */
public sealed interface Report permits Observation, Report.Steps, Report.Requested {

  /** Steps began, advanced or ended, in this order. */
  record Steps(List<StepReport> steps) implements Report {
    public Steps {
      steps = List.copyOf(steps);
    }
  }

  /** The running stage asks its execution for another stage of the plan. */
  record Requested(String stage) implements Report {}

  /** True if nothing more will be said of the attempt unless it is observed again. */
  default boolean isLast() {
    return switch (this) {
      case Steps ignored -> false;
      case Requested ignored -> false;
      case Observation.Running ignored -> false;
      case Observation.Unreachable ignored -> false;
      case Observation.Succeeded ignored -> true;
      case Observation.Failed ignored -> true;
      case Observation.Cancelled ignored -> true;
      case Observation.Fenced ignored -> true;
      case Observation.Absent ignored -> true;
      case Observation.Forgotten ignored -> true;
    };
  }
}
