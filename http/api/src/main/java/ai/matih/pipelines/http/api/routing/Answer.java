package ai.matih.pipelines.http.api.routing;

import ai.matih.pipelines.http.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What a handler answers. */
public record Answer(int status, String contentType, Content content, Map<String, String> headers) {
  /** The media type of bodies. */
  public static final String JSON = "application/json";

  /** Server-sent events. */
  public static final String EVENT_STREAM = "text/event-stream";

  public Answer {
    headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** The body. */
  public sealed interface Content {
    /** All of it. */
    record Whole(ByteString bytes) implements Content {}

    /** As it comes, for as long as the caller listens. */
    record Stream(Source<ByteString, NotUsed> source) implements Content {}
  }

  /** {@code body}, a record, map or tree, as JSON. */
  public static Answer json(int status, Object body) {
    return bytes(status, JSON, Json.bytes(body));
  }

  /** 200 with {@code body} as JSON. */
  public static Answer ok(Object body) {
    return json(200, body);
  }

  /** {@code content} as it is; the array must not be changed afterwards. */
  public static Answer bytes(int status, String contentType, byte[] content) {
    return new Answer(
        status, contentType, new Content.Whole(ByteString.fromArrayUnsafe(content)), Map.of());
  }

  /** 200 with {@code content} in UTF-8. */
  public static Answer text(String contentType, String content) {
    return bytes(200, contentType, content.getBytes(StandardCharsets.UTF_8));
  }

  /** 204. */
  public static Answer empty() {
    return new Answer(204, JSON, new Content.Whole(ByteString.emptyByteString()), Map.of());
  }

  /** 200 with a stream of server-sent events. */
  public static Answer events(Source<ByteString, NotUsed> source) {
    return new Answer(200, EVENT_STREAM, new Content.Stream(source), Map.of());
  }

  /** The same with one more header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, contentType, content, more);
  }
}
