package ai.matih.pipelines.http.client;

import ai.matih.pipelines.http.client.Transport.Body;
import java.util.List;
import java.util.Map;

/** Ranges of intervals that are run apart from the schedule. */
public final class Backfills {
  private static final String PATH = "/v1/backfills/";

  private final Transport transport;

  Backfills(Transport transport) {
    this.transport = transport;
  }

  /** Newest first. */
  public record Listed(List<BackfillView> data) {}

  /** Starts one, or shows what it would be; {@code body} as the API documents it. */
  public Answer<BackfillView> start(String pipelineId, Map<String, Object> body) {
    return transport.as(
        BackfillView.class, transport.change("POST", ofPipeline(pipelineId), transport.body(body)));
  }

  public Answer<Listed> list(String pipelineId) {
    return transport.as(Listed.class, transport.read(ofPipeline(pipelineId)));
  }

  public Answer<BackfillView> get(String id) {
    return transport.as(BackfillView.class, transport.read(PATH + Transport.segment(id)));
  }

  /** One of {@code pause}, {@code resume}, {@code cancel}, {@code retry}. */
  public Answer<BackfillView> change(String id, String action) {
    return transport.as(
        BackfillView.class,
        transport.change("POST", PATH + Transport.segment(id) + "/" + action, Body.NONE));
  }

  private static String ofPipeline(String id) {
    return "/v1/pipelines/" + Transport.segment(id) + "/backfills";
  }
}
