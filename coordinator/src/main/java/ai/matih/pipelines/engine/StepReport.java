package ai.matih.pipelines.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** What an engine tells of one step of an attempt. Times are the engine's. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = StepReport.Started.class, name = "started"),
  @JsonSubTypes.Type(value = StepReport.Advanced.class, name = "advanced"),
  @JsonSubTypes.Type(value = StepReport.Ended.class, name = "ended")
})
public sealed interface StepReport {

  /** The step's name in the plan. */
  String step();

  /** The work began. */
  record Started(String step, Instant at) implements StepReport {}

  /** Rows and bytes so far; totals, not differences. Shown, not journaled for bounded work. */
  record Advanced(String step, Instant at, long rows, long bytes) implements StepReport {}

  /** The work ended well (a quality check that did not pass ends well with its result). */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Ended(String step, Instant at, StepResult result) implements StepReport {}
}
