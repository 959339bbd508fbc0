package ai.matih.pipelines.http.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Kafka record that nothing could be done with.
 *
 * @param state {@code OPEN}, {@code REPLAYED} or {@code DISCARDED}
 * @param content only where one letter is read
 */
public record DeadLetterView(
    String id,
    String topic,
    String state,
    String reason,
    Instant keptAt,
    Origin origin,
    Optional<String> sender,
    Optional<String> key,
    int bytes,
    List<OperatorActionView> actions,
    Optional<Content> content) {

  public DeadLetterView {
    actions = actions == null ? List.of() : List.copyOf(actions);
  }

  /** Where it came from. */
  public record Origin(String topic, int partition, long offset) {}

  /** What it was; {@code text} only if it is text. */
  public record Content(Map<String, String> headers, String base64, Optional<String> text) {}

  /** Some of them, and where the list goes on. */
  public record Letters(List<DeadLetterView> data, Optional<String> nextCursor) {
    public Letters {
      data = data == null ? List.of() : List.copyOf(data);
      nextCursor = nextCursor == null ? Optional.empty() : nextCursor;
    }
  }
}
