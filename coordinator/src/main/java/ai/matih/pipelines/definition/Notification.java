package ai.matih.pipelines.definition;

import java.util.List;
import java.util.Optional;

/**
 * Who is told of what.
 *
 * @param target the address within the channel: channel name, mail address, topic
 * @param connection how the channel is reached; only the node's own broker needs none
 */
public record Notification(
    List<NotificationEvent> on,
    Channel channel,
    Optional<String> target,
    Optional<String> connection) {
  public Notification {
    connection = connection == null ? Optional.empty() : connection;
    on = Immutable.list(on);
  }
}
