package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.CdcSource;
import ai.matih.pipelines.definition.CheckRule;
import ai.matih.pipelines.definition.DbtTransform;
import ai.matih.pipelines.definition.Deduplicate;
import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.EventFold;
import ai.matih.pipelines.definition.Filter;
import ai.matih.pipelines.definition.KafkaRead;
import ai.matih.pipelines.definition.KafkaSource;
import ai.matih.pipelines.definition.PythonTransform;
import ai.matih.pipelines.definition.QualityCheck;
import ai.matih.pipelines.definition.SchemaCheck;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.definition.SparkTransform;
import ai.matih.pipelines.definition.SqlTransform;
import ai.matih.pipelines.definition.TaskDefinition;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.definition.Transformation;
import ai.matih.pipelines.definition.TriggerRule;
import ai.matih.pipelines.definition.WindowAggregate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which kinds of engine can do a piece of work, whatever is configured. */
final class EngineLimits {
  private static final Set<EngineKind> ALL = EnumSet.allOf(EngineKind.class);
  private static final Set<EngineKind> FLINK = EnumSet.of(EngineKind.FLINK);
  private static final Set<EngineKind> SPARK =
      EnumSet.of(EngineKind.SPARK, EngineKind.AIRFLOW, EngineKind.TEMPORAL);
  private static final Set<EngineKind> FLINK_JOBS =
      EnumSet.of(EngineKind.FLINK, EngineKind.AIRFLOW, EngineKind.TEMPORAL);
  private static final Set<EngineKind> PROGRAMS =
      EnumSet.of(EngineKind.AIRFLOW, EngineKind.TEMPORAL);

  private EngineLimits() {}

  /** Why this kind of engine cannot do the step, e.g. {@code extract x is change capture}. */
  static Optional<String> refusal(EngineKind kind, DraftStep step) {
    Need need =
        switch (step.work()) {
          case StepWork.Extract extract -> source(extract.source());
          case StepWork.Transform transform -> transformation(transform.transformation());
          case StepWork.Check check -> check(check.check());
          case StepWork.Load ignored -> Need.NOTHING;
          case StepWork.Task task -> task(task.work());
        };
    return need.engines().contains(kind)
        ? Optional.empty()
        : Optional.of("cannot run " + step.name() + ": " + need.what());
  }

  /** Why this kind of engine cannot do the task as it is to be done, apart from its work. */
  static Optional<String> refusal(EngineKind kind, TaskDefinition task) {
    List<String> uses = new ArrayList<>();
    task.when().ifPresent(any -> uses.add("when"));
    task.forEach().ifPresent(any -> uses.add("for_each"));
    task.compensate().ifPresent(any -> uses.add("compensate"));
    if (task.triggerRule() != TriggerRule.ALL_SUCCESS) {
      uses.add("trigger_rule: " + task.triggerRule().wireName());
    }
    return uses.isEmpty() || PROGRAMS.contains(kind)
        ? Optional.empty()
        : Optional.of("cannot run task " + task.id() + ": " + String.join(", ", uses));
  }

  /** A reason for which only some kinds of engine will do. */
  private record Need(String what, Set<EngineKind> engines) {
    static final Need NOTHING = new Need("", ALL);
  }

  /** Whether this kind reads and writes through the node's own connectors. */
  static boolean usesConnectors(EngineKind kind) {
    return switch (kind) {
      case EMBEDDED, AIRFLOW, TEMPORAL -> true;
      case SPARK, FLINK -> false;
    };
  }

  /** Whether a source has no end. */
  static boolean isContinuous(Source source) {
    return source instanceof CdcSource
        || (source instanceof KafkaSource kafka && kafka.read() == KafkaRead.CONTINUOUS);
  }

  private static Need source(Source source) {
    if (source instanceof CdcSource) {
      return new Need("change capture", FLINK);
    }
    return isContinuous(source) ? new Need("a source without an end", FLINK) : Need.NOTHING;
  }

  private static Need transformation(Transformation transformation) {
    return switch (transformation) {
      case SqlTransform ignored -> Need.NOTHING;
      case SchemaCheck ignored -> Need.NOTHING;
      case Filter ignored -> Need.NOTHING;
      case Deduplicate ignored -> Need.NOTHING;
      case EventFold ignored -> new Need("event_fold", FLINK);
      case WindowAggregate ignored ->
          new Need("window_aggregate", EnumSet.of(EngineKind.FLINK, EngineKind.SPARK));
      case DbtTransform ignored -> new Need("dbt", PROGRAMS);
      case PythonTransform ignored -> new Need("python", PROGRAMS);
      case SparkTransform ignored -> new Need("a spark step", SPARK);
    };
  }

  private static Need check(QualityCheck check) {
    Set<EngineKind> others = EnumSet.complementOf(EnumSet.of(EngineKind.EMBEDDED));
    boolean known =
        switch (check.rule()) {
          case CheckRule.NotNull ignored -> true;
          case CheckRule.Unique ignored -> true;
          case CheckRule.RowCount ignored -> true;
          case CheckRule.Expression ignored -> true;
          case CheckRule.AcceptedValues ignored -> false;
          case CheckRule.Range ignored -> false;
          case CheckRule.Regex ignored -> false;
          case CheckRule.Freshness ignored -> false;
          case CheckRule.Referential ignored -> false;
          case CheckRule.Schema ignored -> false;
        };
    if (!known) {
      return new Need("a check of this type", others);
    }
    return switch (check.onFail()) {
      case FAIL, WARN, APPROVE -> Need.NOTHING;
      case DROP, QUARANTINE -> new Need("on_fail: " + check.onFail().wireName(), others);
    };
  }

  private static Need task(TaskWork work) {
    return switch (work) {
      case TaskWork.Sql ignored -> Need.NOTHING;
      case TaskWork.Quality ignored -> Need.NOTHING;
      case TaskWork.Log ignored -> Need.NOTHING;
      case TaskWork.Approve ignored -> Need.NOTHING;
      case TaskWork.Notify ignored -> Need.NOTHING;
      case TaskWork.Python ignored -> new Need("python", PROGRAMS);
      case TaskWork.Spark ignored -> new Need("a spark application", SPARK);
      case TaskWork.Flink ignored -> new Need("a flink job", FLINK_JOBS);
      case TaskWork.Dbt ignored -> new Need("dbt", PROGRAMS);
    };
  }
}
