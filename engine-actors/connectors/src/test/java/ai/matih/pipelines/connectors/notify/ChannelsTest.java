package ai.matih.pipelines.connectors.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connectors.Egress;
import ai.matih.pipelines.connectors.ResolvedConnection;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real HTTP server and a real SMTP server. */
class ChannelsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

  private record Received(Map<String, List<String>> headers, String body) {}

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.add(
              new Received(
                  Map.copyOf(exchange.getRequestHeaders()),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static Telling told(Optional<String> target) {
    return new Telling(
        "exec-1/7/0", "exec-1", target, "daily failed", "daily failed: no disk", "{\"a\":1}");
  }

  private ResolvedConnection hook(Map<String, Secret> secrets) {
    return new ResolvedConnection(
        "HOOK",
        "webhook",
        Map.of("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/x"),
        secrets);
  }

  @Test
  void aWebhookGetsTheDocumentWithItsIdAndASignatureThatCanBeChecked() throws Exception {
    new HttpChannel(Egress.ANYWHERE, CLOCK)
        .webhook(told(Optional.empty()), hook(Map.of("signing_key", new Secret("top secret"))));

    assertThat(received).hasSize(1);
    assertThat(received.getFirst().body()).isEqualTo("{\"a\":1}");
    assertThat(received.getFirst().headers().get("X-matih-notification-id"))
        .containsExactly("exec-1/7/0");
    assertThat(received.getFirst().headers().get("X-matih-signature"))
        .containsExactly(
            // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 'top secret'
            "t=1700000000,v1=b818565009498d6980f18cd02e140c93528f621038a94cf111e7fee05f3a2bbf");
  }

  @Test
  void aSlackWebhookGetsTextForPeople() throws Exception {
    new HttpChannel(Egress.ANYWHERE, CLOCK).slack(told(Optional.of("#data")), hook(Map.of()));

    assertThat(received.getFirst().body())
        .isEqualTo("{\"text\":\"daily failed: no disk\",\"channel\":\"#data\"}");
  }

  @Test
  void aRefusalIsAnErrorAndARedirectIsNotFollowed() {
    for (int refusal : new int[] {302, 400, 500}) {
      status = refusal;
      assertThatThrownBy(
              () ->
                  new HttpChannel(Egress.ANYWHERE, CLOCK)
                      .webhook(told(Optional.empty()), hook(Map.of())))
          .hasMessageContaining("" + refusal);
    }
    assertThat(received).hasSize(3);
  }

  @Test
  void whatTheOperatorDoesNotAllowIsNotCalled() {
    assertThatThrownBy(
            () ->
                new HttpChannel(Egress.of(List.of("*.example.com")), CLOCK)
                    .webhook(told(Optional.empty()), hook(Map.of())))
        .hasMessageContaining(Egress.SETTING);
    assertThat(received).isEmpty();
  }

  @Test
  void aMailReachesItsReceiversUnderAnIdThatStaysTheSame() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.setUser("matih@example.com", "matih", "mail secret");
    mail.start();
    try {
      ResolvedConnection by =
          new ResolvedConnection(
              "MAIL",
              "smtp",
              Map.of(
                  "host",
                  "127.0.0.1",
                  "port",
                  "" + mail.getSmtp().getPort(),
                  "from",
                  "matih@example.com",
                  "security",
                  "none",
                  "user",
                  "matih"),
              Map.of("password", new Secret("mail secret")));
      new MailChannel().mail(told(Optional.of("a@example.com, b@example.com")), by);

      assertThat(mail.waitForIncomingEmail(10_000, 2)).isTrue();
      var message = mail.getReceivedMessages()[0];
      assertThat(message.getSubject()).isEqualTo("daily failed");
      assertThat(message.getHeader("Message-ID")).containsExactly("<exec-1.7.0@matih>");
      assertThat(message.getContent().toString()).contains("no disk");

      ResolvedConnection wrong =
          new ResolvedConnection(
              by.name(), by.type(), by.options(), Map.of("password", new Secret("wrong")));
      assertThatThrownBy(() -> new MailChannel().mail(told(Optional.of("a@example.com")), wrong))
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("wrong");
    } finally {
      mail.stop();
    }
  }
}
