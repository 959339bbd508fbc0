package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.RequestIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Turns answers into the server's own type. */
final class Responses {
  private static final Map<String, ContentType> TYPES = new ConcurrentHashMap<>();
  private static final HttpHeader NO_SNIFFING =
      RawHeader.create("X-Content-Type-Options", "nosniff");
  private static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");

  private Responses() {}

  static HttpResponse of(
      Answer answer, RequestIdentity identity, Map<String, String> more, boolean close) {
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(RawHeader.create("X-Request-ID", identity.requestId()));
    headers.add(RawHeader.create("X-Correlation-ID", identity.correlationId()));
    headers.add(NO_SNIFFING);
    headers.add(NO_STORE);
    more.forEach((name, value) -> headers.add(RawHeader.create(name, value)));
    answer.headers().forEach((name, value) -> headers.add(RawHeader.create(name, value)));
    if (close) {
      headers.add(org.apache.pekko.http.javadsl.model.headers.Connection.create("close"));
    }
    return HttpResponse.create()
        .withStatus(StatusCodes.get(answer.status()))
        .withHeaders(headers)
        .withEntity(entity(answer));
  }

  private static ResponseEntity entity(Answer answer) {
    ContentType type = TYPES.computeIfAbsent(answer.contentType(), ContentTypes::parse);
    return switch (answer.content()) {
      case Answer.Content.Whole whole ->
          whole.bytes().isEmpty() && answer.status() == 204
              ? HttpEntities.EMPTY
              : HttpEntities.create(type, whole.bytes());
      case Answer.Content.Stream stream -> HttpEntities.createChunked(type, stream.source());
    };
  }
}
