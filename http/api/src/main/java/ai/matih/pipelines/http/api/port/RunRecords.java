package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.identity.ExecutionId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What a run left beside its journal. The caller has checked whose run it is. */
public interface RunRecords {

  /**
   * Log text from byte {@code offset} on, at most {@code limit} bytes and never half a character.
   *
   * @param step one step's only, if given
   */
  CompletionStage<LogPart> logs(
      ExecutionId execution, Optional<String> step, long offset, int limit);

  /** The OpenLineage events of the run, in order. */
  CompletionStage<List<JsonNode>> lineage(ExecutionId execution);

  /**
   * Of an ended run, the finished steps whose rows are no longer kept; those that are will stay
   * long enough for a retry to begin.
   */
  CompletionStage<Set<String>> gone(Execution ended);

  /** A part of a log, and where the next one begins. */
  record LogPart(String text, long next) {}
}
