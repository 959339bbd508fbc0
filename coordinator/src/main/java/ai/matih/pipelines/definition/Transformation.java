package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One step between sources and sinks: named, with named inputs, giving one relation. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SqlTransform.class, name = "sql_transform"),
  @JsonSubTypes.Type(value = SchemaCheck.class, name = "schema_check"),
  @JsonSubTypes.Type(value = EventFold.class, name = "event_fold"),
  @JsonSubTypes.Type(value = Filter.class, name = "filter"),
  @JsonSubTypes.Type(value = Deduplicate.class, name = "deduplicate"),
  @JsonSubTypes.Type(value = WindowAggregate.class, name = "window_aggregate"),
  @JsonSubTypes.Type(value = DbtTransform.class, name = "dbt"),
  @JsonSubTypes.Type(value = PythonTransform.class, name = "python"),
  @JsonSubTypes.Type(value = SparkTransform.class, name = "spark")
})
public sealed interface Transformation
    permits SqlTransform,
        SchemaCheck,
        EventFold,
        Filter,
        Deduplicate,
        WindowAggregate,
        DbtTransform,
        PythonTransform,
        SparkTransform {
  /** The name by which later steps, checks and sinks refer to the result. */
  String name();

  /** Names of sources or earlier transformations, in the order of the definition. */
  List<String> inputs();

  /** The engine this step is pinned to; absent: the pipeline's. */
  Optional<EngineKind> engine();

  /** Absent: the pipeline's. */
  Optional<RetryPolicy> retryPolicy();

  /** The most one attempt of this step may take. */
  Optional<Duration> timeout();
}
