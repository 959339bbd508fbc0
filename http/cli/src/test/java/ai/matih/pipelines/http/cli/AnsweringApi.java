package ai.matih.pipelines.http.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server that gives the answers it was told to, in order for each request line; the last one is
 * repeated. It stands for a node in {@code home}, so that the command line finds it by itself.
 */
final class AnsweringApi implements AutoCloseable {
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;

  private record Answer(int status, String type, String body) {}

  AnsweringApi(Path home) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
      Files.createDirectories(home.resolve("security"));
      Files.writeString(home.resolve("security").resolve("token"), "a.e30.c\n");
      Files.writeString(
          home.resolve("node.json"),
          "{\"pid\":%d,\"url\":\"%s\",\"version\":\"1\",\"startedAt\":\"\"}"
              .formatted(ProcessHandle.current().pid(), url()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          asked.add(
              line
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          Answer answer = next(line);
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", answer.type());
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  AnsweringApi on(String requestLine, int status, String json) {
    return on(requestLine, status, "application/json", json);
  }

  AnsweringApi on(String requestLine, int status, String type, String body) {
    answers
        .computeIfAbsent(requestLine, ignored -> new ArrayDeque<>())
        .add(new Answer(status, type, body));
    return this;
  }

  /** Request lines with their bodies, in order. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private synchronized Answer next(String line) {
    Deque<Answer> queue = answers.get(line);
    if (queue == null) {
      return new Answer(
          404,
          "application/json",
          "{\"success\":false,\"error\":{\"code\":\"RESOURCE_NOT_FOUND\",\"message\":\"not told"
              + " about: "
              + line
              + "\"}}");
    }
    return queue.size() > 1 ? queue.poll() : queue.peek();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
