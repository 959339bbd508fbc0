package ai.matih.pipelines.node;

import ai.matih.pipelines.connection.ConnectionCatalog;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connectors.ConnectionResolver;
import ai.matih.pipelines.connectors.Egress;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.notify.HttpChannel;
import ai.matih.pipelines.connectors.notify.KafkaChannel;
import ai.matih.pipelines.connectors.notify.MailChannel;
import ai.matih.pipelines.connectors.notify.Telling;
import ai.matih.pipelines.definition.Channel;
import ai.matih.pipelines.persistence.notification.Note;
import ai.matih.pipelines.persistence.notification.NotificationSender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Hands notifications to their channels, by the connections that are live when they are sent. */
final class NotificationChannels implements NotificationSender.Receivers {
  private static final long PATIENCE_SECONDS = 15;

  /** The node's own topic of notifications. */
  @FunctionalInterface
  interface OwnTopic {
    CompletionStage<Void> send(String key, String id, byte[] body);
  }

  private final ConnectionCatalog connections;
  private final ConnectionResolver resolver;
  private final OwnTopic ownTopic;
  private final HttpChannel http;
  private final KafkaChannel kafka;
  private final MailChannel mail = new MailChannel();

  NotificationChannels(
      ConnectionCatalog connections,
      ConnectionResolver resolver,
      Egress egress,
      OwnTopic ownTopic,
      Clock clock) {
    this.connections = connections;
    this.resolver = resolver;
    this.ownTopic = ownTopic;
    this.http = new HttpChannel(egress, clock);
    this.kafka = new KafkaChannel(egress);
  }

  @Override
  public void send(Note note) throws Exception {
    if (note.channel() == Channel.KAFKA && note.connection().isEmpty()) {
      ownTopic
          .send(note.executionId(), note.id(), note.body().getBytes(StandardCharsets.UTF_8))
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return;
    }
    Telling told =
        new Telling(
            note.id(), note.executionId(), note.target(), note.subject(), note.text(), note.body());
    switch (note.channel()) {
      case WEBHOOK -> http.webhook(told, connection(note, "webhook"));
      case SLACK -> http.slack(told, connection(note, "webhook"));
      case EMAIL -> mail.mail(told, connection(note, "smtp"));
      case KAFKA -> kafka.record(told, connection(note, "kafka"));
    }
  }

  private ResolvedConnection connection(Note note, String type) throws Exception {
    String name =
        note.connection()
            .orElseThrow(
                () ->
                    new IOException(
                        "the notification names no connection; add connection: NAME of type "
                            + type));
    ConnectionRevision revision =
        connections
            .find(note.tenant(), List.of(name))
            .toCompletableFuture()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .get(name);
    if (revision == null) {
      throw new IOException("there is no connection " + name);
    }
    ResolvedConnection resolved = resolver.resolve(note.tenant(), revision);
    if (!resolved.type().equals(type)) {
      throw new IOException(
          "connection " + name + " is of type " + resolved.type() + ", not of type " + type);
    }
    return resolved;
  }
}
