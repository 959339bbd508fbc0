package ai.matih.pipelines.execution;

import ai.matih.pipelines.identity.BackfillId;
import ai.matih.pipelines.schedule.DataInterval;
import ai.matih.pipelines.trigger.Evidence;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What asked for a run, if it was neither a person nor the schedule. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunOrigin.OfBackfill.class, name = "backfill"),
  @JsonSubTypes.Type(value = RunOrigin.OfTrigger.class, name = "trigger")
})
public sealed interface RunOrigin {

  /** One interval of a backfill; incremental reads take it in place of their watermark. */
  record OfBackfill(BackfillId backfill, DataInterval data) implements RunOrigin {}

  /**
   * What a trigger found.
   *
   * @param trigger its name
   * @param key what names it within the trigger
   * @param depth how many runs, each started by the one before it, led here, its own included
   */
  record OfTrigger(String trigger, String key, Evidence evidence, int depth) implements RunOrigin {}
}
