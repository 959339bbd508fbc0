package ai.matih.pipelines.http.client;

import ai.matih.pipelines.http.client.Transport.Body;
import java.util.Map;

/** The nodes, the readers of the journal, and what operators do to them. */
public final class ClusterClient {
  private static final String PATH = "/v1/cluster";

  private final Transport transport;

  ClusterClient(Transport transport) {
    this.transport = transport;
  }

  /** How everything is. */
  public Answer<ClusterView> view() {
    return transport.as(ClusterView.class, transport.read(PATH));
  }

  /** What operators of the tenant did, the newest first. */
  public Answer<Page<OperatorActionView>> actions(int size) {
    return transport.page(OperatorActionView.class, transport.read(PATH + "/actions?size=" + size));
  }

  /** {@code leave} or {@code down}. */
  public void member(String node, String action) {
    transport.change(
        "POST", PATH + "/members/" + Transport.segment(node) + "/" + action, Body.NONE);
  }

  /** {@code pause} or {@code resume}. */
  public void reader(String name, String action) {
    transport.change(
        "POST", PATH + "/readers/" + Transport.segment(name) + "/" + action, Body.NONE);
  }

  /** What lies behind {@code position} of the journal is told again. */
  public void rewind(String reader, long position) {
    transport.change(
        "POST",
        PATH + "/readers/" + Transport.segment(reader) + "/rewind",
        transport.body(Map.of("position", position)));
  }
}
