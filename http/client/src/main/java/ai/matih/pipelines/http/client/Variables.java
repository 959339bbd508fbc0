package ai.matih.pipelines.http.client;

import ai.matih.pipelines.http.client.Transport.Body;
import java.util.Map;

/** What {@code ${NAME}} in the definitions of a tenant stands for. */
public final class Variables {
  private static final String PATH = "/v1/variables";

  private final Transport transport;

  Variables(Transport transport) {
    this.transport = transport;
  }

  /** All that are set, by name. */
  public Answer<Page<VariableView>> list() {
    return transport.page(VariableView.class, transport.read(PATH));
  }

  /** One with its history. */
  public Answer<VariableView> get(String name) {
    return transport.as(VariableView.class, transport.read(path(name)));
  }

  /** Sets one to a text, number or boolean. */
  public Answer<VariableView> put(String name, Object value) {
    return transport.as(
        VariableView.class,
        transport.change("PUT", path(name), transport.body(Map.of("value", value))));
  }

  public void delete(String name) {
    transport.change("DELETE", path(name), Body.NONE);
  }

  private static String path(String name) {
    return PATH + "/" + Transport.segment(name);
  }
}
