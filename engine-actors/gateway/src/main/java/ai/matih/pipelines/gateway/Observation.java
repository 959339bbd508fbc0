package ai.matih.pipelines.gateway;

import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import java.util.List;
import java.util.Optional;

/** What is known of an attempt: seen, absent, forgotten or unreachable (design section 2). */
public sealed interface Observation extends Report {

  /** The engine knows the attempt, or its name is taken for good. */
  sealed interface Seen extends Observation {}

  /**
   * The engine has the job, waiting or at work.
   *
   * @param steps what is known of its steps so far; may repeat what was reported before
   */
  record Running(ExternalJob job, List<StepReport> steps) implements Seen {
    public Running {
      steps = List.copyOf(steps);
    }
  }

  /** Ended well; there is no success without the result document. */
  record Succeeded(StageResult result) implements Seen {}

  /** Ended badly, or refused in a way that proves that nothing was created. */
  record Failed(Failure failure) implements Seen {}

  /** Stopped because we asked. */
  record Cancelled() implements Seen {}

  /** No submit of this attempt can ever start. */
  record Fenced() implements Seen {}

  /** The engine answered: not there now. */
  record Absent() implements Observation {}

  /** Accepted once, no longer known: the outcome is unknown. */
  record Forgotten(String reason) implements Observation {}

  /** The engine did not answer; says nothing of the attempt. */
  record Unreachable(String reason) implements Observation {}

  /**
   * A job under the engine's own name.
   *
   * @param incarnation changes when the engine lost its memory of earlier jobs
   * @param url where a person can look at it
   */
  record ExternalJob(String id, String incarnation, Optional<String> url) {}
}
