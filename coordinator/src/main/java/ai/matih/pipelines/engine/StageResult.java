package ai.matih.pipelines.engine;

import java.util.Map;

/**
 * The result document: written by an engine under a name derived from the attempt as the last act
 * of a stage, and read again by {@code observe} (design 3.3). Keys are step names.
 */
public record StageResult(Map<String, StepResult> steps) {
  public StageResult {
    steps = Map.copyOf(steps);
  }
}
