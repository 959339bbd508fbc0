package ai.matih.pipelines.planning;

import ai.matih.pipelines.identity.TenantId;
import java.util.concurrent.CompletionStage;

/** Where earlier runs are looked up. */
@FunctionalInterface
public interface RunHistories {

  /** Those of the pipeline of that name; {@link RunHistory#NONE} if there is no such pipeline. */
  CompletionStage<RunHistory> of(TenantId tenant, String pipelineName);
}
