package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.http.api.port.DeadLetterBox.Letter;
import ai.matih.pipelines.http.api.port.DeadLetterBox.Origin;
import ai.matih.pipelines.persistence.operations.OperatorAction;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A dead letter. Its bytes are shown as base64, and as text only if that is what they are.
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
  /** The action that sends a letter again. */
  public static final String REPLAY = "dead-letter.replay";

  /** The action that settles a letter without doing anything. */
  public static final String DISCARD = "dead-letter.discard";

  /** What the record was. */
  public record Content(Map<String, String> headers, String base64, Optional<String> text) {}

  /** For a list. */
  public static DeadLetterView row(Letter letter) {
    return of(letter, Optional.empty());
  }

  /** With headers and bytes. */
  public static DeadLetterView whole(Letter letter) {
    return of(
        letter,
        Optional.of(
            new Content(
                new TreeMap<>(letter.headers()),
                Base64.getEncoder().encodeToString(letter.value()),
                text(letter.value()))));
  }

  private static DeadLetterView of(Letter letter, Optional<Content> content) {
    return new DeadLetterView(
        letter.id(),
        letter.topic(),
        state(letter),
        letter.reason(),
        letter.keptAt(),
        letter.origin(),
        letter.sender().map(sender -> sender.subject()),
        letter.key(),
        letter.size(),
        letter.actions().stream().map(OperatorActionView::of).toList(),
        content);
  }

  /** What was last done with it decides. */
  private static String state(Letter letter) {
    return letter.actions().reversed().stream()
        .filter(OperatorAction::mayBeDone)
        .map(action -> action.action().equals(DISCARD) ? "DISCARDED" : "REPLAYED")
        .findFirst()
        .orElse("OPEN");
  }

  private static Optional<String> text(byte[] value) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
      return text.chars()
              .allMatch(c -> c >= ' ' && c != 0x7f || c == '\n' || c == '\r' || c == '\t')
          ? Optional.of(text)
          : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
