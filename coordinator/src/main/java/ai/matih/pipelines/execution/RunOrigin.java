package ai.matih.pipelines.execution;

import ai.matih.pipelines.identity.BackfillId;
import ai.matih.pipelines.schedule.DataInterval;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What asked for a run, if it was neither a person nor the schedule. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = RunOrigin.OfBackfill.class, name = "backfill")})
public sealed interface RunOrigin {

  /** One interval of a backfill; incremental reads take it in place of their watermark. */
  record OfBackfill(BackfillId backfill, DataInterval data) implements RunOrigin {}
}
