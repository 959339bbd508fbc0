package ai.matih.pipelines.persistence.projection.lineage;

import ai.matih.pipelines.persistence.projection.FollowedRuns;
import ai.matih.pipelines.persistence.projection.JournalEntry;
import ai.matih.pipelines.persistence.projection.OutsideEffect;
import io.openlineage.client.OpenLineageClientException;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.HttpTransport;
import io.openlineage.client.transports.HttpTransportResponseException;
import io.openlineage.client.transports.TokenProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Hands the lineage of every run to one OpenLineage receiver. */
public final class LineageDelivery implements OutsideEffect<String> {

  private static final long FILE_SIZE = 64L << 20;

  private FollowedRuns runs = new FollowedRuns();
  private final LineageEvents events = new LineageEvents();
  private final Receiver receiver;

  private LineageDelivery(Receiver receiver) {
    this.receiver = receiver;
  }

  /** Takes one event as JSON. */
  private sealed interface Receiver {
    record ToFile(LineageFile file) implements Receiver {}

    record ToHttp(HttpTransport transport) implements Receiver {}
  }

  /** Appends one JSON document a line to {@code file}, which is turned over at 64 MiB. */
  public static LineageDelivery toFile(Path file) {
    try {
      return new LineageDelivery(new Receiver.ToFile(new LineageFile(file, FILE_SIZE)));
    } catch (IOException e) {
      throw new UncheckedIOException("Lineage cannot be written to " + file, e);
    }
  }

  /**
   * Posts to an OpenLineage endpoint.
   *
   * @param url of the receiver, without {@code /api/v1/lineage}
   * @param token sent as bearer, if given
   */
  public static LineageDelivery toHttp(URI url, Optional<String> token, Duration timeout) {
    var config = new HttpConfig();
    config.setUrl(url);
    config.setTimeoutInMillis((int) timeout.toMillis());
    token.ifPresent(text -> config.setAuth((TokenProvider) () -> "Bearer " + text));
    return new LineageDelivery(new Receiver.ToHttp(new HttpTransport(config)));
  }

  @Override
  public void begin() {
    // what a run was before an entry is needed again with the entry
    runs = new FollowedRuns();
  }

  @Override
  public List<String> messages(JournalEntry entry, Connection journal) throws SQLException {
    if (!FollowedRuns.isOfRun(entry)) {
      return List.of();
    }
    var change = runs.follow(entry, journal);
    return events.of(change.before(), change.after(), entry.head().occurredAt());
  }

  @Override
  public void send(String event) throws IOException, Refused {
    switch (receiver) {
      case Receiver.ToFile to -> to.file().append(event);
      case Receiver.ToHttp to -> post(to.transport(), event);
    }
  }

  @Override
  public void flush() throws IOException {
    switch (receiver) {
      case Receiver.ToFile to -> to.file().flush();
      case Receiver.ToHttp ignored -> {}
    }
  }

  private static void post(HttpTransport transport, String event) throws IOException, Refused {
    try {
      transport.emit(OpenLineageClientUtils.runEventFromJson(event));
    } catch (HttpTransportResponseException e) {
      if (e.getStatusCode() >= 400 && e.getStatusCode() < 500 && !isForLater(e.getStatusCode())) {
        throw new Refused("status " + e.getStatusCode());
      }
      throw new IOException("status " + e.getStatusCode(), e);
    } catch (OpenLineageClientException | UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Not signed in, forbidden, timeout, too many: the message is fine, the time is not. */
  private static boolean isForLater(int status) {
    return status == 401 || status == 403 || status == 408 || status == 429;
  }
}
