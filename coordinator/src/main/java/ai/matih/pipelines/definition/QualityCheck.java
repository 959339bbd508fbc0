package ai.matih.pipelines.definition;

/**
 * A rule that a dataset must pass before anything reads it.
 *
 * @param input a source or transformation, or in a task graph the task whose output is checked
 */
public record QualityCheck(
    String name, String input, CheckRule rule, Tolerance maxFailing, OnFail onFail) {}
