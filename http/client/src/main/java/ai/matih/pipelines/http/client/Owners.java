package ai.matih.pipelines.http.client;

import java.util.List;
import java.util.Map;

/** Who applied what from files, so that a prune deletes nothing of anybody else. */
public final class Owners {
  private final Transport transport;

  Owners(Transport transport) {
    this.transport = transport;
  }

  /** Something that is applied, or is no longer. */
  public record Resource(String kind, String name, String identity) {}

  /** What was applied under {@code owner}. */
  public Answer<Page<OwnedView>> of(String owner) {
    return transport.page(OwnedView.class, transport.read(path(owner)));
  }

  /** Notes what was applied; answers what stays another owner's. */
  public Answer<Page<OwnedView>> claim(String owner, List<Resource> resources) {
    return transport.page(
        OwnedView.class, transport.change("POST", path(owner) + "/claim", body(resources)));
  }

  /** Forgets it. */
  public void release(String owner, List<Resource> resources) {
    transport.change("POST", path(owner) + "/release", body(resources));
  }

  private Transport.Body body(List<Resource> resources) {
    return transport.body(Map.of("resources", resources));
  }

  private static String path(String owner) {
    return "/v1/owners/" + Transport.segment(owner);
  }
}
