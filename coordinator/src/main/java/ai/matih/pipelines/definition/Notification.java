package ai.matih.pipelines.definition;

import java.util.List;
import java.util.Optional;

/**
 * Who is told of what.
 *
 * @param target the address within the channel: URL variable, channel name, mail address, topic
 */
public record Notification(List<NotificationEvent> on, Channel channel, Optional<String> target) {
  public Notification {
    on = Immutable.list(on);
  }
}
