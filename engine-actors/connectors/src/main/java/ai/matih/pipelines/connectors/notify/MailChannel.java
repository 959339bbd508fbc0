package ai.matih.pipelines.connectors.notify;

import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connectors.ResolvedConnection;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/** Sends mail over SMTP. Thread-safe; blocks for up to a minute. */
public final class MailChannel {
  private static final String MILLIS = "10000";

  private final SSLSocketFactory encrypted;

  /** Servers are known by the authorities that this JVM trusts. */
  public MailChannel() {
    this((SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /** Encrypted lines are made by {@code encrypted}. */
  MailChannel(SSLSocketFactory encrypted) {
    this.encrypted = encrypted;
  }

  /** To the addresses in the target; its Message-ID derives from the notification's id. */
  public void mail(Telling told, ResolvedConnection by) throws IOException {
    String to =
        told.target()
            .orElseThrow(() -> new IOException("the notification names no address as its target"));
    try {
      Session session = Session.getInstance(properties(by));
      MimeMessage message =
          new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
              setHeader("Message-ID", "<" + told.id().replace('/', '.') + "@matih>");
            }
          };
      message.setFrom(new InternetAddress(by.required("from")));
      message.setRecipients(Message.RecipientType.TO, InternetAddress.parse(to));
      message.setSubject(told.subject(), "UTF-8");
      message.setText(told.text(), "UTF-8");
      message.setHeader("X-Matih-Notification-Id", told.id());
      message.saveChanges();
      Optional<Secret> password = Optional.ofNullable(by.secrets().get("password"));
      try (Transport transport = session.getTransport("smtp")) {
        transport.connect(
            by.option("user").orElse(null), password.map(Secret::reveal).orElse(null));
        transport.sendMessage(message, message.getAllRecipients());
      }
    } catch (MessagingException e) {
      throw new IOException("connection " + by.name() + ": " + e.getMessage(), e);
    }
  }

  private Properties properties(ResolvedConnection by) {
    String security = by.option("security").orElse("starttls");
    Properties all = new Properties();
    all.put("mail.smtp.host", by.required("host"));
    all.put("mail.smtp.port", by.option("port").orElse("587"));
    all.put("mail.smtp.auth", Boolean.toString(by.option("user").isPresent()));
    all.put("mail.smtp.starttls.enable", Boolean.toString(security.equals("starttls")));
    all.put("mail.smtp.starttls.required", Boolean.toString(security.equals("starttls")));
    all.put("mail.smtp.ssl.enable", Boolean.toString(security.equals("tls")));
    all.put("mail.smtp.ssl.checkserveridentity", "true");
    all.put("mail.smtp.ssl.socketFactory", encrypted);
    // or a factory that fails is passed over for a plain one
    all.put("mail.smtp.ssl.socketFactory.fallback", "false");
    all.put("mail.smtp.connectiontimeout", MILLIS);
    all.put("mail.smtp.timeout", MILLIS);
    all.put("mail.smtp.writetimeout", MILLIS);
    return all;
  }
}
