package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;

/** A pipeline has at most 500 steps, so that its plan and its runs stay bounded. */
final class StepCount implements Rule {
  static final int MAX_STEPS = 500;

  @Override
  public void check(Draft draft, Reading reading) {
    int steps =
        draft.sources().size()
            + draft.transformations().size()
            + draft.checks().size()
            + draft.sinks().stream()
                .mapToInt(sink -> Math.max(1, sink.value().path("tables").size()))
                .sum()
            + draft.tasks().size();
    if (steps > MAX_STEPS) {
      reading.error(
          "too_many_steps",
          "",
          "the pipeline has " + steps + " steps, more than " + MAX_STEPS,
          "Split it into pipelines that start each other by a dataset trigger.");
    }
  }
}
