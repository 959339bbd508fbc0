package ai.matih.pipelines.http.api.port;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** When triggers, and gates that wait for data, look next. */
public interface NextLooks {

  /**
   * By name, of those of {@code triggers} of the pipeline that look at intervals. Completed off the
   * caller's thread; empty if nobody can say just now.
   */
  CompletionStage<Map<String, Instant>> ofTriggers(String pipelineId, Set<String> triggers);

  /** The same of the gates of a run. */
  CompletionStage<Map<String, Instant>> ofGates(String executionId, Set<String> gates);
}
