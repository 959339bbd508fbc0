package ai.matih.pipelines.persistence.notification;

import ai.matih.pipelines.definition.Channel;
import ai.matih.pipelines.identity.TenantId;
import java.util.Optional;

/**
 * One message to one receiver.
 *
 * @param id the same however often it is sent
 * @param connection how the receiver is reached; empty for the node's own topic
 * @param target the address within the channel
 * @param subject one line for people
 * @param text a few lines for people
 * @param body the JSON document for programs
 */
public record Note(
    String id,
    TenantId tenant,
    String executionId,
    Channel channel,
    Optional<String> connection,
    Optional<String> target,
    String subject,
    String text,
    String body) {

  /** What one receiver's messages have in common. */
  public String endpoint() {
    return tenant.value()
        + "/"
        + channel.wireName()
        + "/"
        + connection.orElse("")
        + "/"
        + target.orElse("");
  }
}
