package ai.matih.pipelines.definition.language;

import static ai.matih.pipelines.definition.language.Field.defaulted;
import static ai.matih.pipelines.definition.language.Field.optional;

import ai.matih.pipelines.definition.EngineKind;
import java.util.List;

/** Fields that every step may carry. */
final class StepFields {
  static final Shape RETRY_POLICY =
      Shape.of(
          "retry_policy",
          "When failed work is tried again.",
          optional(
              "max_attempts",
              FieldTypes.integer(1, 100),
              "Attempts in all; absent: 3 after failures of infrastructure, 1 after others."),
          defaulted(
              "initial_interval",
              FieldTypes.duration(),
              "10s",
              "The wait before the second attempt."),
          defaulted(
              "backoff",
              FieldTypes.number("1", "100"),
              "2.0",
              "The factor by which the wait grows."),
          defaulted("max_interval", FieldTypes.duration(), "10m", "The longest wait."),
          optional(
              "non_retryable",
              ListOf.any(FieldTypes.text()),
              "Failure classes or codes that are never tried again."));

  static final List<Field> EXECUTION =
      List.of(
          engine("The engine this step runs on; absent: the pipeline's."),
          optional("retry_policy", RETRY_POLICY, "Absent: the pipeline's."),
          optional("timeout", FieldTypes.duration(), "The most that one attempt may take."));

  private StepFields() {}

  static Field engine(String description) {
    return optional("engine", FieldTypes.choice(EngineKind.class), description);
  }
}
