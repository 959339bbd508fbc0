package ai.matih.pipelines.http.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Kafka records that nothing could be done with. */
public final class DeadLetters {
  private static final String PATH = "/v1/dead-letters";

  private final Transport transport;

  DeadLetters(Transport transport) {
    this.transport = transport;
  }

  /**
   * The newest first.
   *
   * @param topic only those from this topic, by short name
   * @param all also those that were replayed or discarded
   */
  public Answer<DeadLetterView.Letters> list(
      Optional<String> topic, boolean all, int size, Optional<String> cursor) {
    return transport.as(
        DeadLetterView.Letters.class,
        transport.read(
            PATH
                + "?size="
                + size
                + (all ? "&all=true" : "")
                + topic.map(name -> "&topic=" + Transport.segment(name)).orElse("")
                + cursor.map(behind -> "&cursor=" + Transport.segment(behind)).orElse("")));
  }

  /** One, with its bytes. */
  public Answer<DeadLetterView> get(String id) {
    return transport.as(DeadLetterView.class, transport.read(path(id)));
  }

  /** Sends it again; {@code again} even if it was before. */
  public Answer<DeadLetterView> replay(String id, Optional<String> comment, boolean again) {
    Map<String, Object> body = new LinkedHashMap<>();
    comment.ifPresent(text -> body.put("comment", text));
    if (again) {
      body.put("again", true);
    }
    return transport.as(
        DeadLetterView.class, transport.change("POST", path(id) + "/replay", transport.body(body)));
  }

  /** Settles it without doing anything. */
  public Answer<DeadLetterView> discard(String id, Optional<String> comment) {
    Map<String, Object> body = new LinkedHashMap<>();
    comment.ifPresent(text -> body.put("comment", text));
    return transport.as(
        DeadLetterView.class,
        transport.change("POST", path(id) + "/discard", transport.body(body)));
  }

  private static String path(String id) {
    return PATH + "/" + Transport.segment(id);
  }
}
