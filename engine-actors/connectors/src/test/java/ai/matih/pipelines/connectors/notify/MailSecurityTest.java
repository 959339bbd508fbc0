package ai.matih.pipelines.connectors.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connectors.ResolvedConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/** Against a real SMTP server that may offer STARTTLS, and takes a password over anything. */
class MailSecurityTest {
  private static final char[] STORE = "changeit".toCharArray();

  /** A password that arrived, and whether the line was encrypted. */
  private record Login(String user, String password, boolean encrypted) {}

  @TempDir Path folder;

  private final List<Login> logins = new CopyOnWriteArrayList<>();
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private Optional<SMTPServer> running = Optional.empty();

  @AfterEach
  void stop() {
    running.ifPresent(SMTPServer::stop);
  }

  private SMTPServer.Builder server() throws IOException {
    return SMTPServer.port(0)
        .bindAddress(InetAddress.getByName("127.0.0.1"))
        .requireAuth()
        .showAuthCapabilitiesBeforeSTARTTLS(true)
        .authenticationHandlerFactory(
            new EasyAuthenticationHandlerFactory(
                (user, password, context) ->
                    logins.add(new Login(user, password, ((Session) context).isTLSStarted()))))
        .messageHandler(
            (context, from, to, data) -> mails.add(new String(data, StandardCharsets.UTF_8)));
  }

  private ResolvedConnection started(SMTPServer.Builder builder) {
    SMTPServer server = builder.build();
    server.start();
    running = Optional.of(server);
    // security is left out: starttls is what nobody has to think of
    return new ResolvedConnection(
        "MAIL",
        "smtp",
        Map.of(
            "host", "127.0.0.1",
            "port", "" + server.getPortAllocated(),
            "from", "matih@example.com",
            "user", "matih"),
        Map.of("password", new Secret("mail secret")));
  }

  private ResolvedConnection offering(KeyStore identity) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity, STORE);
    SSLContext own = SSLContext.getInstance("TLS");
    own.init(keys.getKeyManagers(), null, null);
    return started(server().enableTLS().startTlsSocketFactory(own));
  }

  /** A certificate of its own for the given name, made with keytool. */
  private KeyStore identity(String name) throws Exception {
    Path store = folder.resolve(name.replace(':', '-') + ".p12");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of(
            ("-genkeypair -alias mail -dname CN=mail -keyalg EC -ext san="
                    + name
                    + " -storetype PKCS12 -storepass changeit -noprompt -J-Xmx64m -keystore "
                    + store)
                .split(" ")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return KeyStore.getInstance(store.toFile(), STORE);
  }

  private static MailChannel trusting(KeyStore authority) throws Exception {
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    certificates.setCertificateEntry("mail", authority.getCertificate("mail"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return new MailChannel(context.getSocketFactory());
  }

  private static void send(MailChannel channel, ResolvedConnection by) throws IOException {
    channel.mail(
        new Telling(
            "exec-1/7/0", "exec-1", Optional.of("a@example.com"), "daily failed", "no disk", "{}"),
        by);
  }

  private void nothingWasSent() {
    assertThat(logins).isEmpty();
    assertThat(mails).isEmpty();
  }

  @Test
  void theUserLogsInAndTheMailGoesOnceTheLineIsEncrypted() throws Exception {
    KeyStore identity = identity("ip:127.0.0.1");
    ResolvedConnection by = offering(identity);

    send(trusting(identity), by);

    assertThat(logins).containsExactly(new Login("matih", "mail secret", true));
    assertThat(mails).singleElement().asString().contains("daily failed");
  }

  @Test
  void aServerWithoutStarttlsGetsNeitherPasswordNorMail() throws Exception {
    ResolvedConnection by = started(server());

    assertThatThrownBy(() -> send(new MailChannel(), by))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("STARTTLS")
        .hasMessageNotContaining("mail secret");
    nothingWasSent();
  }

  @Test
  void aServerThatNobodyVouchesForGetsNeitherPasswordNorMail() throws Exception {
    ResolvedConnection by = offering(identity("ip:127.0.0.1"));

    assertThatThrownBy(() -> send(new MailChannel(), by)).isInstanceOf(IOException.class);
    nothingWasSent();
  }

  @Test
  void aServerWithTheCertificateOfAnotherGetsNeitherPasswordNorMail() throws Exception {
    KeyStore identity = identity("dns:mail.example.com");
    ResolvedConnection by = offering(identity);

    assertThatThrownBy(() -> send(trusting(identity), by)).isInstanceOf(IOException.class);
    nothingWasSent();
  }
}
