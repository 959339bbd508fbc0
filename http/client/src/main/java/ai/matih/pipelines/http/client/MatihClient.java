package ai.matih.pipelines.http.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Optional;

/**
 * The API of one node, by resource. Blocking and thread-safe; close it to give its connections
 * back.
 *
 * <p>Every method throws {@link UnreachableException} without an answer and {@link
 * RefusedException} for an answer with the error envelope.
 */
public final class MatihClient implements AutoCloseable {
  private final Transport transport;

  public MatihClient(Endpoint endpoint) {
    this.transport = new Transport(endpoint);
  }

  /** Where it asks. */
  public URI url() {
    return transport.endpoint().url();
  }

  /** Whether the node takes requests now. */
  public boolean ready() {
    return transport.probe("/ready") == 200;
  }

  public Pipelines pipelines() {
    return new Pipelines(transport);
  }

  public Executions executions() {
    return new Executions(transport);
  }

  public Backfills backfills() {
    return new Backfills(transport);
  }

  public Connections connections() {
    return new Connections(transport);
  }

  public ClusterClient cluster() {
    return new ClusterClient(transport);
  }

  public Variables variables() {
    return new Variables(transport);
  }

  public Owners owners() {
    return new Owners(transport);
  }

  public DeadLetters deadLetters() {
    return new DeadLetters(transport);
  }

  /** The engines a tenant can use, those that are not configured too. */
  public Answer<Page<EngineView>> engines() {
    return transport.page(EngineView.class, transport.read("/v1/engines"));
  }

  /** What was to be told of runs, newest first. */
  public Answer<Page<NotificationView>> notifications(Optional<String> status, int size) {
    return transport.page(
        NotificationView.class,
        transport.read(
            "/v1/notifications?size="
                + size
                + status.map(text -> "&status=" + Transport.segment(text)).orElse("")));
  }

  /** The published JSON Schema of definitions. */
  public JsonNode schema() {
    return transport.read("/v1/schema");
  }

  @Override
  public void close() {
    transport.close();
  }
}
