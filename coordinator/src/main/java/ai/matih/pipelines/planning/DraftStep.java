package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step before its engine, stage and fingerprint are known.
 *
 * @param subject the source, transformation, sink or task that it comes from; a check is only known
 *     by its step, since its name may be that of a dataset
 * @param after every step before it, those whose output it reads included
 * @param gateChecks checks with {@code on_fail: approve} that it must not pass unseen
 * @param approvals people who must agree, and data that must be there, before it starts
 */
record DraftStep(
    String name,
    String subject,
    StepWork work,
    List<Step.Input> inputs,
    List<String> after,
    Optional<EngineKind> pinned,
    Optional<RetryPolicy> retryPolicy,
    Optional<Duration> timeout,
    List<String> gateChecks,
    List<GateRule> approvals) {

  DraftStep {
    inputs = List.copyOf(inputs);
    after = List.copyOf(after);
    gateChecks = List.copyOf(gateChecks);
    approvals = List.copyOf(approvals);
  }

  /** A step with the pipeline's settings and no gate. */
  static DraftStep of(
      String name,
      String subject,
      StepWork work,
      List<Step.Input> inputs,
      List<String> after,
      List<String> gateChecks) {
    return new DraftStep(
        name,
        subject,
        work,
        inputs,
        after,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        gateChecks,
        List.of());
  }

  DraftStep with(
      Optional<EngineKind> engine, Optional<RetryPolicy> retry, Optional<Duration> limit) {
    return new DraftStep(
        name, subject, work, inputs, after, engine, retry, limit, gateChecks, approvals);
  }

  DraftStep about(String other) {
    return new DraftStep(
        name, other, work, inputs, after, pinned, retryPolicy, timeout, gateChecks, approvals);
  }

  DraftStep doing(StepWork other) {
    return new DraftStep(
        name, subject, other, inputs, after, pinned, retryPolicy, timeout, gateChecks, approvals);
  }

  DraftStep approvedBy(GateRule approval) {
    List<GateRule> all = new ArrayList<>(approvals);
    all.add(approval);
    return new DraftStep(
        name, subject, work, inputs, after, pinned, retryPolicy, timeout, gateChecks, all);
  }

  /** Whether a person who writes {@code text} means this step. */
  boolean isNamed(String text) {
    return name.equals(text) || subject.equals(text);
  }
}
