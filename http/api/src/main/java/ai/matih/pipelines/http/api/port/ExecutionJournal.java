package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.identity.ExecutionId;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The journal of one run, as it was written. The caller has checked whose run it is. */
public interface ExecutionJournal {

  /** At most {@code limit} entries with a sequence number above {@code after}, in order. */
  CompletionStage<List<Entry>> read(ExecutionId execution, long after, int limit);

  /**
   * One event with its author.
   *
   * @param event the event's fields
   */
  record Entry(
      long sequenceNumber,
      String type,
      Instant occurredAt,
      String actor,
      String origin,
      Optional<String> correlationId,
      JsonNode event) {}
}
