package ai.matih.pipelines.http.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One connection pool to the nodes of a cluster: sends requests with their credentials and turns
 * answers into documents or exceptions. Thread-safe.
 *
 * <p>Every change carries an idempotency key of its own, so that a request that broke off can be
 * sent again without a second effect; {@link #change} does so once by itself. Of several nodes the
 * next one is asked, once, if one does not answer or says 503; who asks stays with it.
 */
final class Transport implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final ObjectMapper json =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private final Endpoint endpoint;
  private final HttpClient http;
  private final List<URI> nodes;
  private final AtomicInteger current = new AtomicInteger();

  Transport(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.nodes =
        Stream.concat(Stream.of(endpoint.url()), endpoint.others().stream()).distinct().toList();
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    if (nodes.stream().allMatch(node -> "http".equals(node.getScheme()))) {
      builder.sslContext(NoTls.context());
    }
    this.http = builder.build();
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** GET of {@code path}, which starts with a slash. */
  JsonNode read(String path) {
    return document(send(node -> request(node, path).GET().build()));
  }

  /** GET of {@code path} as text. */
  String readText(String path) {
    return send(node -> request(node, path).setHeader("Accept", "text/plain").GET().build()).body();
  }

  /** The status that GET of {@code path} answers with, whatever it is. */
  int probe(String path) {
    return exchange(node(), node -> request(node, path).timeout(CONNECT).GET().build())
        .statusCode();
  }

  /** A change, repeated once if the connection broke: its idempotency key makes that safe. */
  JsonNode change(String method, String path, Body body) {
    String key = UUID.randomUUID().toString();
    Function<URI, HttpRequest> request =
        node ->
            request(node, path)
                .header("Content-Type", body.type())
                .header("X-Idempotency-Key", key)
                .method(method, body.publisher())
                .build();
    try {
      return document(send(request));
    } catch (UnreachableException broken) {
      return document(send(request));
    }
  }

  /** The lines of a stream that ends when the server or the caller closes it. */
  Stream<String> lines(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node().resolve(path)).header("Accept", "text/event-stream");
    credentials(request);
    HttpResponse<Stream<String>> answer;
    try {
      answer = http.send(request.GET().build(), BodyHandlers.ofLines());
    } catch (IOException e) {
      throw new UnreachableException(node(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(node(), e);
    }
    if (answer.statusCode() >= 300) {
      throw refused(answer.statusCode(), String.join("\n", answer.body().toList()));
    }
    return answer.body();
  }

  /** {@code document} as a value of {@code type}, kept together. */
  <T> Answer<T> as(Class<T> type, JsonNode document) {
    return new Answer<>(
        convert(TypeFactory.defaultInstance().constructType(type), document), document);
  }

  /** A page of values of {@code type}. */
  <T> Answer<Page<T>> page(Class<T> type, JsonNode document) {
    JavaType page = TypeFactory.defaultInstance().constructParametricType(Page.class, type);
    return new Answer<>(convert(page, document), document);
  }

  /** A JSON body. */
  Body body(Object value) {
    try {
      return new Body(
          "application/json", BodyPublishers.ofByteArray(json.writeValueAsBytes(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** {@code text} as one segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private <T> T convert(JavaType type, JsonNode document) {
    try {
      return json.readerFor(type).readValue(document);
    } catch (IOException e) {
      throw new IllegalStateException(
          "an answer of "
              + endpoint.url()
              + " does not read as "
              + type.getRawClass().getSimpleName()
              + ": is it another version?",
          e);
    }
  }

  private URI node() {
    return nodes.get(current.get());
  }

  private HttpRequest.Builder request(URI node, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.resolve(path))
            .timeout(ANSWER)
            .header("Accept", "application/json");
    credentials(request);
    return request;
  }

  private void credentials(HttpRequest.Builder request) {
    endpoint.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    endpoint.tenant().ifPresent(tenant -> request.header("X-Tenant-ID", tenant));
  }

  private HttpResponse<String> send(Function<URI, HttpRequest> request) {
    HttpResponse<String> answer = anyOf(request);
    if (answer.statusCode() >= 300) {
      throw refused(answer.statusCode(), answer.body());
    }
    return answer;
  }

  /** Of this node, or of the next if this one is not there or does not take requests. */
  private HttpResponse<String> anyOf(Function<URI, HttpRequest> request) {
    int asked = current.get();
    if (nodes.size() == 1) {
      return exchange(nodes.get(asked), request);
    }
    try {
      HttpResponse<String> answer = exchange(nodes.get(asked), request);
      if (answer.statusCode() != 503) {
        return answer;
      }
    } catch (UnreachableException gone) {
      // the next one is asked
    }
    int next = (asked + 1) % nodes.size();
    current.compareAndSet(asked, next);
    return exchange(nodes.get(next), request);
  }

  private HttpResponse<String> exchange(URI node, Function<URI, HttpRequest> request) {
    try {
      return http.send(request.apply(node), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UnreachableException(node, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(node, e);
    }
  }

  private JsonNode document(HttpResponse<String> answer) {
    try {
      return json.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new UnreachableException(
          URI.create(endpoint.url().toString()), new IOException("its answer is not JSON"));
    }
  }

  private RefusedException refused(int status, String body) {
    JsonNode envelope;
    try {
      envelope = json.readTree(body);
    } catch (JsonProcessingException e) {
      envelope = json.missingNode();
    }
    JsonNode error = envelope.path("error");
    JsonNode details = error.path("details");
    List<ProblemView> problems = new ArrayList<>();
    List<BlockerView> blockers = new ArrayList<>();
    details.path("problems").forEach(one -> problems.add(as(ProblemView.class, one).value()));
    details.path("blockers").forEach(one -> blockers.add(as(BlockerView.class, one).value()));
    return new RefusedException(
        status,
        new RefusedException.Refusal(
            text(details, "reason").orElse(error.path("code").asText("HTTP_" + status)),
            error.path("message").asText("the server answered " + status),
            text(details, "remedy"),
            problems,
            blockers,
            text(envelope.path("metadata"), "requestId")));
  }

  private static Optional<String> text(JsonNode parent, String field) {
    JsonNode node = parent.path(field);
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }

  /** What is sent, and its media type. */
  record Body(String type, BodyPublisher publisher) {
    static final Body NONE = new Body("application/json", BodyPublishers.noBody());

    /** A definition as its author wrote it. */
    static Body yaml(String text) {
      return new Body("application/yaml", BodyPublishers.ofString(text));
    }
  }
}
