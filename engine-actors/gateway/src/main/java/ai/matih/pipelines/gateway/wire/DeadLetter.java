package ai.matih.pipelines.gateway.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record that is kept because nothing could be done with it.
 *
 * @param at where it is kept
 * @param keptAt when, by the broker's or the keeping node's clock
 * @param origin where it came from
 * @param reason a sentence that does not show the record
 * @param sender who sent it, if that was known
 * @param key its bytes, which nobody may change
 * @param headers those of the record itself, in order; a token is not among them
 * @param size how many bytes it has
 * @param value its bytes, which nobody may change; none in a list
 */
public record DeadLetter(
    Place at,
    Instant keptAt,
    Place origin,
    String reason,
    Optional<Sender> sender,
    Optional<byte[]> key,
    List<Header> headers,
    int size,
    byte[] value) {

  public DeadLetter {
    headers = List.copyOf(headers);
  }

  /** Without the bytes, which may be many. */
  DeadLetter listed() {
    return new DeadLetter(at, keptAt, origin, reason, sender, key, headers, size, new byte[0]);
  }

  /** A place in a topic. */
  public record Place(String topic, int partition, long offset) {}

  /** Who sent a record, by the token it came with; of an engine's word, whose run it is about. */
  public record Sender(String tenant, String subject) {}

  /** A header of the record; a header without a value is left out. */
  public record Header(String name, byte[] value) {}
}
