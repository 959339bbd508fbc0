package ai.matih.pipelines.connectors.notify;

import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connectors.Egress;
import ai.matih.pipelines.connectors.ResolvedConnection;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts to webhooks, Slack-compatible ones too. Follows no redirects, so that only what the egress
 * rules allow is reached. Thread-safe; blocks for up to 20 seconds.
 */
public final class HttpChannel {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final Egress egress;
  private final Clock clock;

  public HttpChannel(Egress egress, Clock clock) {
    this.egress = egress;
    this.clock = clock;
  }

  /** The document as it is, signed if the connection has a key. */
  public void webhook(Telling told, ResolvedConnection to)
      throws IOException, InterruptedException {
    post(told, to, told.body());
  }

  /** A message for people. */
  public void slack(Telling told, ResolvedConnection to) throws IOException, InterruptedException {
    ObjectNode message = JSON.createObjectNode().put("text", told.text());
    told.target().ifPresent(channel -> message.put("channel", channel));
    post(told, to, message.toString());
  }

  private void post(Telling told, ResolvedConnection to, String body)
      throws IOException, InterruptedException {
    URI url = url(to);
    if (!egress.allows(url.getHost())) {
      throw new IOException(
          "connection "
              + to.name()
              + " leads to "
              + url.getHost()
              + ", which is not in "
              + Egress.SETTING
              + "; "
              + Egress.remedy(url.getHost()));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .header("User-Agent", "matih-pipelines")
            .header("X-Matih-Notification-Id", told.id());
    Optional.ofNullable(to.secrets().get("signing_key"))
        .ifPresent(
            key ->
                request.header(
                    "X-Matih-Signature", signature(key, clock.instant().getEpochSecond(), body)));
    int status = status(request.POST(HttpRequest.BodyPublishers.ofString(body)).build(), to);
    if (status / 100 != 2) {
      throw new IOException("connection " + to.name() + " answered with status " + status);
    }
  }

  /** An address that holds a token is not told. */
  private int status(HttpRequest request, ResolvedConnection to)
      throws IOException, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new IOException(
          "connection "
              + to.name()
              + " cannot be reached at "
              + request.uri().getHost()
              + " ("
              + e.getClass().getSimpleName()
              + ")",
          e);
    }
  }

  private static URI url(ResolvedConnection to) throws IOException {
    String text =
        Optional.ofNullable(to.secrets().get("secret_url"))
            .map(Secret::reveal)
            .or(() -> to.option("url"))
            .orElseThrow(
                () ->
                    new IOException("connection " + to.name() + " has neither url nor secret_url"));
    try {
      URI url = URI.create(text.strip());
      if (url.getHost() != null && url.getScheme().matches("https?")) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // told below, without the text: it may be a secret
    }
    throw new IOException("the address of connection " + to.name() + " is no http(s) URL");
  }

  /** {@code t=<seconds>,v1=<hex of HMAC-SHA-256 over "<seconds>.<body>">}. */
  public static String signature(Secret key, long seconds, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] hash = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
