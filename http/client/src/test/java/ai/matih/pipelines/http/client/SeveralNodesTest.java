package ai.matih.pipelines.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that answer with one status each. */
class SeveralNodesTest {
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private URI node(String name, int status) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(name + " " + exchange.getRequestHeaders().getFirst("X-Idempotency-Key"));
          byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    servers.add(server);
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static URI nobody() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      return URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
  }

  private static Transport to(URI first, URI... others) {
    return new Transport(new Endpoint(first, List.of(others), Optional.empty(), Optional.empty()));
  }

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @Test
  void aNodeThatIsNotThereIsPassedOverAndNotAskedAgain() throws Exception {
    try (Transport transport = to(nobody(), node("second", 200))) {
      transport.read("/v1/pipelines");
      transport.read("/v1/pipelines");
      assertThat(asked).hasSize(2).allMatch(request -> request.startsWith("second"));
    }
  }

  @Test
  void aChangeThatALeavingNodeRefusesGoesToTheNextUnderTheSameKey() throws Exception {
    try (Transport transport = to(node("leaving", 503), node("second", 200))) {
      transport.change("POST", "/v1/pipelines", Transport.Body.NONE);
      assertThat(asked).hasSize(2);
      assertThat(asked.get(0)).startsWith("leaving ");
      assertThat(asked.get(1)).isEqualTo(asked.get(0).replace("leaving", "second"));
    }
  }

  @Test
  void whatTheNextOneSaysIsTheAnswer() throws Exception {
    try (Transport transport = to(node("first", 503), node("second", 503), node("third", 200))) {
      assertThatThrownBy(() -> transport.read("/v1/pipelines"))
          .isInstanceOf(RefusedException.class);
      assertThat(asked).hasSize(2);
    }
  }

  @Test
  void aRefusalThatIsNoOutageIsNotTakenElsewhere() throws Exception {
    try (Transport transport = to(node("first", 404), node("second", 200))) {
      assertThatThrownBy(() -> transport.read("/v1/pipelines/x"))
          .isInstanceOf(RefusedException.class);
      assertThat(asked).hasSize(1);
    }
  }
}
