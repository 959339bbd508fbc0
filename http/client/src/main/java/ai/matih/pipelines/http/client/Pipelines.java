package ai.matih.pipelines.http.client;

import ai.matih.pipelines.http.client.Transport.Body;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Pipelines and their revisions. Definitions go as their author wrote them. */
public final class Pipelines {
  private static final String PATH = "/v1/pipelines";

  private final Transport transport;

  Pipelines(Transport transport) {
    this.transport = transport;
  }

  /** Newest first. */
  public Answer<Page<PipelineView>> list(int page, int size) {
    return transport.page(
        PipelineView.class, transport.read(PATH + "?page=" + page + "&size=" + size));
  }

  /** What lies behind a page that gave {@code cursor}. */
  public Answer<Page<PipelineView>> listBehind(String cursor, int size) {
    return transport.page(
        PipelineView.class, transport.read(PATH + "?cursor=" + cursor + "&size=" + size));
  }

  /** The living pipeline of that name. Never lags behind a change. */
  public Optional<Answer<PipelineView>> named(String name) {
    JsonNode page = transport.read(PATH + "?name=" + Transport.segment(name));
    JsonNode first = page.path("data").path(0);
    return first.isMissingNode()
        ? Optional.empty()
        : Optional.of(transport.as(PipelineView.class, first));
  }

  public Answer<PipelineView> get(String id) {
    return transport.as(PipelineView.class, transport.read(path(id)));
  }

  /** Creates it, and activates it unless {@code paused}. */
  public Answer<PipelineView> create(String definition, boolean paused) {
    return transport.as(
        PipelineView.class,
        transport.change("POST", PATH + "?paused=" + paused, Body.yaml(definition)));
  }

  /** A new revision, unless the canonical form is the same. */
  public Answer<PipelineView> update(String id, String definition) {
    return transport.as(
        PipelineView.class, transport.change("PUT", path(id), Body.yaml(definition)));
  }

  public void delete(String id) {
    transport.change("DELETE", path(id), Body.NONE);
  }

  /** One of {@code activate}, {@code pause}, {@code resume}, {@code archive}. */
  public Answer<PipelineView> change(String id, String action) {
    return transport.as(
        PipelineView.class, transport.change("POST", path(id) + "/" + action, Body.NONE));
  }

  /** {@code pause} or {@code resume} of one trigger. */
  public Answer<PipelineView> changeTrigger(String id, String trigger, String action) {
    return change(id, "triggers/" + Transport.segment(trigger) + "/" + action);
  }

  /** A revision's text, byte for byte. */
  public String source(String id, int revision) {
    return transport.readText(path(id) + "/revisions/" + revision);
  }

  /** Newest first. */
  public Answer<Page<RevisionView>> revisions(String id) {
    return transport.page(RevisionView.class, transport.read(path(id) + "/revisions"));
  }

  /** Makes an earlier revision's definition the live one. */
  public Answer<PipelineView> rollback(String id, int revision) {
    return change(id, "revisions/" + revision + "/rollback");
  }

  /** Problems of a definition as the node sees them. */
  public Answer<ValidationView> validate(String definition) {
    return transport.as(
        ValidationView.class, transport.change("POST", PATH + "/validate", Body.yaml(definition)));
  }

  /** What a run of this definition would be, and what it changes against the live revision. */
  public Answer<PlanView> plan(String definition, Optional<String> engine) {
    String query = engine.map(name -> "?engine=" + Transport.segment(name)).orElse("");
    return transport.as(
        PlanView.class, transport.change("POST", PATH + "/plan" + query, Body.yaml(definition)));
  }

  /** Accepts a run. */
  public Answer<StartedView> execute(String id, ExecuteRequest request) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("parameters", request.parameters());
    request.engine().ifPresent(engine -> body.put("engine_override", engine));
    request.priority().ifPresent(priority -> body.put("priority", priority));
    if (request.overrideBudget()) {
      body.put("override_budget", true);
    }
    return transport.as(
        StartedView.class, transport.change("POST", path(id) + "/execute", transport.body(body)));
  }

  /**
   * How to run.
   *
   * @param priority {@code HIGH}, {@code NORMAL} or {@code LOW}
   * @param overrideBudget though the budget blocks it
   */
  public record ExecuteRequest(
      Map<String, Object> parameters,
      Optional<String> engine,
      Optional<String> priority,
      boolean overrideBudget) {

    public ExecuteRequest {
      parameters = Map.copyOf(parameters);
    }
  }

  private static String path(String id) {
    return PATH + "/" + Transport.segment(id);
  }
}
