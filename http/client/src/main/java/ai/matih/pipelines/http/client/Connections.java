package ai.matih.pipelines.http.client;

import ai.matih.pipelines.http.client.Transport.Body;

/** Connections: addresses and secret references under the names that definitions use. */
public final class Connections {
  private static final String PATH = "/v1/connections";

  private final Transport transport;

  Connections(Transport transport) {
    this.transport = transport;
  }

  /** By name. */
  public Answer<Page<ConnectionView>> list(int page, int size) {
    return transport.page(
        ConnectionView.class, transport.read(PATH + "?page=" + page + "&size=" + size));
  }

  public Answer<ConnectionView> get(String name) {
    return transport.as(ConnectionView.class, transport.read(path(name)));
  }

  /** Creates the connection, or gives it a new revision if it differs. */
  public Answer<ConnectionView> put(String name, Object body) {
    return transport.as(
        ConnectionView.class, transport.change("PUT", path(name), transport.body(body)));
  }

  /** Opens the connection once, from the node. */
  public Answer<ConnectionTestView> test(String name) {
    return transport.as(
        ConnectionTestView.class, transport.change("POST", path(name) + "/test", Body.NONE));
  }

  public void delete(String name) {
    transport.change("DELETE", path(name), Body.NONE);
  }

  private static String path(String name) {
    return PATH + "/" + Transport.segment(name);
  }
}
