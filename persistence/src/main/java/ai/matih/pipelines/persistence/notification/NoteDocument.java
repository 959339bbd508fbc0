package ai.matih.pipelines.persistence.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * What a notification says to programs.
 *
 * @param event what it tells of, as in the definition
 * @param reason why, if there is something to say
 * @param gate the gate that waits for a verdict
 * @param slaDue when it should have been done
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record NoteDocument(
    String schema,
    String notificationId,
    String event,
    String tenantId,
    String pipelineId,
    String pipelineName,
    int revision,
    String executionId,
    String status,
    Instant occurredAt,
    String text,
    Optional<String> reason,
    Optional<String> gate,
    Optional<Instant> slaDue) {
  static final String SCHEMA = "notification/1";
}
