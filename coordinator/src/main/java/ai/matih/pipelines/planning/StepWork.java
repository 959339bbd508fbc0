package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.QualityCheck;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.definition.Transformation;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/** What a step does. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = StepWork.Extract.class, name = "extract"),
  @JsonSubTypes.Type(value = StepWork.Transform.class, name = "transform"),
  @JsonSubTypes.Type(value = StepWork.Check.class, name = "check"),
  @JsonSubTypes.Type(value = StepWork.Load.class, name = "load"),
  @JsonSubTypes.Type(value = StepWork.Task.class, name = "task")
})
public sealed interface StepWork {

  /** Reads a source into a dataset. */
  record Extract(String sourceName, Source source) implements StepWork {}

  /** Makes a dataset from datasets. */
  record Transform(Transformation transformation) implements StepWork {}

  /**
   * Judges the single input.
   *
   * @param minScore below which it does not pass, whatever its tolerance ({@code
   *     orchestration.min_quality_score}); a dataset's score is the lowest of its checks, so each
   *     check can judge for itself
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Check(QualityCheck check, Optional<Double> minScore) implements StepWork {
    public Check {
      minScore = minScore == null ? Optional.empty() : minScore;
    }

    /** A check of which nothing but its own rule is asked. */
    public Check(QualityCheck check) {
      this(check, Optional.empty());
    }
  }

  /** Writes the single input to one target of a sink. */
  record Load(String sinkName, Sink sink, ai.matih.pipelines.definition.Load load)
      implements StepWork {}

  /** Does what a task of the DAG spelling says. Approvals and checks never come here. */
  record Task(TaskWork work) implements StepWork {}

  /** The verb a person reads: {@code extract}, {@code transform}, ... */
  default String verb() {
    return switch (this) {
      case Extract ignored -> "extract";
      case Transform ignored -> "transform";
      case Check ignored -> "check";
      case Load ignored -> "load";
      case Task task ->
          switch (task.work()) {
            case TaskWork.Sql ignored -> "query";
            case TaskWork.Quality ignored -> "check";
            case TaskWork.Notify ignored -> "notify";
            case TaskWork.Log ignored -> "log";
            case TaskWork.Approve ignored -> "approve";
            case TaskWork.Python ignored -> "run";
            case TaskWork.Spark ignored -> "run";
            case TaskWork.Flink ignored -> "run";
            case TaskWork.Dbt ignored -> "run";
          };
    };
  }
}
