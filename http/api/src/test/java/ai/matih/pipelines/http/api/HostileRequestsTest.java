package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.ApiUnderTest.Answered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No request yields a 500, a stack trace or silence; every refusal is in the envelope. */
class HostileRequestsTest {
  private static ApiUnderTest api;

  @BeforeAll
  static void start() {
    api =
        new ApiUnderTest(
            settings ->
                new ApiSettings(
                    settings.host(),
                    settings.port(),
                    settings.keys(),
                    settings.issuer(),
                    settings.limits(),
                    settings.maxBodyBytes(),
                    Duration.ofMillis(300),
                    settings.patience(),
                    settings.atOnce()));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/pipelines;x=1",
        "/v1/pipelines/%2e%2e/connections",
        "/v1/pipelines/../connections",
        "/v1/./pipelines",
        "/v1//pipelines",
        "/v1/pipelines/a%2fb",
        "/v1/pipelines/a%5cb",
        "/v1/pipelines/a%00b",
        "/v1/pipelines/%252e",
        "/v1/pipelines/%c3%28",
        "/v1/pipelines?name=%ff",
        "/v1/pipelines?name=%",
        "/v1/pipelines?name=%zz",
        "/v1/pipelines?name=%0a"
      })
  void spellingsThatServersReadDifferentlyAreRefused(String target) {
    assertThat(refusal(raw(request("GET", target, "")))).isEqualTo("400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1", "/v1/", "/v2/pipelines", "/v1/pipelines/", "/V1/pipelines"})
  void whereThereIsNothingIsA404(String target) {
    assertThat(refusal(raw(request("GET", target, "")))).isEqualTo("404");
  }

  @Test
  void aBodyOverTenMegabytesIsTooLarge() {
    String big = "{\"name\":\"" + "x".repeat(ApiSettings.MAX_BODY_BYTES) + "\"}";

    String head =
        "POST /v1/pipelines HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + api.token
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + big.length()
            + "\r\n\r\n";

    assertThat(refusal(raw((head + big).getBytes(StandardCharsets.UTF_8)))).isEqualTo("413");
  }

  @Test
  void aBodyInChunksIsHeldToTheSameLimit() {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        ("POST /v1/pipelines HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                + api.token
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    byte[] chunk = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 11; i++) {
      request.writeBytes("100000\r\n".getBytes(StandardCharsets.UTF_8));
      request.writeBytes(chunk);
      request.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    request.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));

    assertThat(refusal(raw(request.toByteArray()))).isEqualTo("413");
  }

  @Test
  void aSenderThatStopsInTheMiddleIsToldSo() {
    String half =
        "POST /v1/pipelines HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + api.token
            + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"name\":";

    assertThat(refusal(raw(half.getBytes(StandardCharsets.UTF_8)))).isEqualTo("408");
  }

  @Test
  void withoutATokenABodyIsNotWaitedFor() {
    String half =
        "POST /v1/pipelines HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000000\r\n\r\n{";

    assertThat(refusal(raw(half.getBytes(StandardCharsets.UTF_8)))).isEqualTo("401");
  }

  @Test
  void aDocumentOfTenThousandLevelsIsRefusedAsSuch() {
    String deep = "{\"definition\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

    Answered json = api.post("/v1/pipelines", deep);
    Answered yaml = api.yaml("POST", "/v1/pipelines", "a: " + "[".repeat(10_000));

    assertThat(json.status()).isEqualTo(400);
    assertThat(json.code()).isEqualTo("VALIDATION_FAILED");
    assertThat(yaml.status()).isEqualTo(400);
    assertThat(yaml.code()).isEqualTo("VALIDATION_FAILED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "1",
        "{} {}",
        "{\"name\":1}",
        "{\"nam\":\"x\"}",
        "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"name\":\"\\u0000\"}",
        "{\"name\":\"\\ud800\"}",
        "{\"tags\":{}}",
        "{\"definition\":[]}",
        "{\"name\":NaN}",
        "{\"definition\":{\"a\":1e999999999}}"
      })
  void aBodyThatIsNotWhatItShouldBeIsA400(String body) {
    Answered answered = api.post("/v1/pipelines", body);

    assertThat(answered.status()).as(answered.raw().body()).isEqualTo(400);
    assertThat(answered.code()).isEqualTo("VALIDATION_FAILED");
    assertThat(answered.json().path("error").path("details").path("problems")).isNotEmpty();
    assertThat(answered.raw().body()).doesNotContain("Exception", "com.fasterxml", "at [Source");
  }

  @Test
  void bytesThatAreNoUtf8AreRefusedInEveryForm() {
    for (String type : List.of("application/json", "application/yaml")) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      byte[] body = {'"', (byte) 0xc3, (byte) 0x28, '"'};
      request.writeBytes(
          ("POST /v1/pipelines HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                  + api.token
                  + "\r\nContent-Type: "
                  + type
                  + "\r\nContent-Length: 4\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      request.writeBytes(body);

      String answer = raw(request.toByteArray());

      assertThat(refusal(answer)).as(answer).isEqualTo("400");
      assertThat(answer).contains("invalid_utf8");
    }
  }

  @Test
  void anUnknownMediaTypeIsA415() {
    Answered answered =
        api.send("POST", "/v1/pipelines", "<a/>", Map.of("Content-Type", "application/xml"));

    assertThat(answered.status()).isEqualTo(415);
    assertThat(answered.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void anotherMethodIsA405ThatNamesThoseThereAre() {
    Answered answered = api.send("PATCH", "/v1/pipelines", "", Map.of());

    assertThat(answered.status()).isEqualTo(405);
    assertThat(answered.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    assertThat(answered.code()).isEqualTo("METHOD_NOT_ALLOWED");
  }

  @Test
  void optionsAndHeadAreAnsweredWithoutABody() {
    Answered options = api.send("OPTIONS", "/v1/pipelines", "", Map.of("Authorization", ""));
    Answered head = api.send("HEAD", "/v1/pipelines", "", Map.of());

    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("Allow")).contains("POST");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.raw().body()).isEmpty();
    assertThat(head.header("Content-Length")).isNotEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOTHING-THAT-ANYBODY-KNOWS\r\n\r\n",
        "GET /v1/pipelines HTTP/9.9\r\nHost: x\r\n\r\n",
        "BREW /v1/pipelines HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/pipelines\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/\u00ff HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v1/pipelines HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "GET /v1/pipelines HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
      })
  void whatIsNoRequestIsAnsweredInTheEnvelope(String text) {
    String answer = raw(text.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(refusal(answer)).as(answer).matches("400|405");
  }

  @Test
  void aUriOfTenThousandCharactersIsTooLong() {
    assertThat(refusal(raw(request("GET", "/v1/" + "a".repeat(10_000), "")))).isEqualTo("414");
  }

  @Test
  void aHeaderOfTwentyThousandCharactersIsTooLarge() {
    assertThat(refusal(raw(request("GET", "/v1/pipelines", "X-Big: " + "a".repeat(20_000)))))
        .isEqualTo("431");
  }

  @Test
  void anIdempotencyKeyHasItsForm() {
    String id = api.pipeline("keyed");

    Answered answered =
        api.send(
            "POST",
            "/v1/pipelines/" + id + "/activate",
            "",
            Map.of("X-Idempotency-Key", "k".repeat(201)));

    assertThat(answered.code()).isEqualTo("INVALID_PARAMETER");
  }

  private static byte[] request(String method, String target, String header) {
    return (method
            + " "
            + target
            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
            + api.token
            + "\r\n"
            + (header.isEmpty() ? "" : header + "\r\n")
            + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The status of an answer that has the envelope. */
  private static String refusal(String answer) {
    assertThat(answer).contains("\"success\":false", "\"requestId\"", "X-Request-ID");
    assertThat(answer).doesNotContain("Exception", "org.apache", "java.");
    return answer.split(" ", 3)[1];
  }

  /** Sends bytes as they are and reads what comes until the answer is complete. */
  private static String raw(byte[] request) {
    try (Socket socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout(30_000);
      Thread.ofVirtual().start(() -> write(socket, request));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      byte[] buffer = new byte[8_192];
      for (int n; (n = read(socket, buffer)) > 0; ) {
        answer.write(buffer, 0, n);
        if (answer.toString(StandardCharsets.UTF_8).endsWith("}}")) {
          break;
        }
      }
      return answer.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int read(Socket socket, byte[] buffer) throws IOException {
    try {
      return socket.getInputStream().read(buffer);
    } catch (SocketException closed) {
      return -1;
    }
  }

  private static void write(Socket socket, byte[] request) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
    } catch (IOException e) {
      // The server need not read all of what it refuses.
    }
  }
}
