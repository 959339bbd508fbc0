package ai.matih.pipelines.admission;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.entity.Message;
import ai.matih.pipelines.execution.Priority;
import ai.matih.pipelines.identity.TenantId;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** What executions tell the admission of an engine instance. All may be repeated. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AdmissionMessage.Ask.class, name = "Ask"),
  @JsonSubTypes.Type(value = AdmissionMessage.Hold.class, name = "Hold"),
  @JsonSubTypes.Type(value = AdmissionMessage.Return.class, name = "Return"),
  @JsonSubTypes.Type(value = AdmissionMessage.Review.class, name = "Review")
})
public sealed interface AdmissionMessage extends Message {

  /** Wait for a slot; the grant is told to the execution. */
  record Ask(AttemptId attempt, TenantId tenant, Priority priority, Instant since)
      implements AdmissionMessage {}

  /** The attempt holds a slot already (told after a recovery). */
  record Hold(AttemptId attempt, TenantId tenant) implements AdmissionMessage {}

  /** The attempt needs neither slot nor place in the queue any more. */
  record Return(AttemptId attempt) implements AdmissionMessage {}

  /** To itself: grant what aging allows, and ask again of those who hold long. */
  record Review() implements AdmissionMessage {}
}
