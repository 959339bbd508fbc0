package ai.matih.pipelines.http.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Runs. */
public final class Executions {
  private static final String PATH = "/v1/pipelines/executions";

  private final Transport transport;

  Executions(Transport transport) {
    this.transport = transport;
  }

  /** Newest first; {@code filter} is a query such as {@code status=RUNNING}, or empty. */
  public Answer<Page<ExecutionRow>> list(String filter, int page, int size) {
    String query = (filter.isEmpty() ? "" : filter + "&") + "page=" + page + "&size=" + size;
    return transport.page(ExecutionRow.class, transport.read(PATH + "?" + query));
  }

  /** What lies behind a page that gave {@code cursor}. */
  public Answer<Page<ExecutionRow>> listBehind(String filter, String cursor, int size) {
    String query = (filter.isEmpty() ? "" : filter + "&") + "cursor=" + cursor + "&size=" + size;
    return transport.page(ExecutionRow.class, transport.read(PATH + "?" + query));
  }

  public Answer<ExecutionView> get(String id) {
    return transport.as(ExecutionView.class, transport.read(path(id)));
  }

  /** Its steps in the order of the plan. */
  public Answer<Page<StepView>> steps(String id) {
    return transport.page(StepView.class, transport.read(path(id) + "/steps"));
  }

  /** At most 1,000 journal entries after a sequence number; 0 for the first. */
  public Answer<Page<JournalEntry>> journal(String id, long after) {
    return transport.page(
        JournalEntry.class, transport.read(path(id) + "/journal?limit=1000&after=" + after));
  }

  /** The OpenLineage events of the run. */
  public JsonNode lineage(String id) {
    return transport.read(path(id) + "/lineage");
  }

  /** The log so far, of one step or of all. */
  public String logs(String id, Optional<String> step) {
    return transport.readText(
        path(id) + "/logs" + step.map(name -> "?step=" + Transport.segment(name)).orElse(""));
  }

  /** Asks the run to stop. */
  public Answer<ExecutionView> cancel(String id, Optional<String> reason) {
    return act(id, "cancel", reason(reason));
  }

  /** Ends the run without proof that its engine stopped. */
  public Answer<ExecutionView> abandon(String id, Optional<String> reason) {
    return act(id, "abandon", reason(reason));
  }

  /** A new run that goes on from the failed step, from {@code step}, or does all again. */
  public Answer<StartedView> retry(
      String id, Optional<String> step, boolean all, boolean overrideBudget) {
    Map<String, Object> body = new LinkedHashMap<>();
    step.ifPresent(name -> body.put("from", name));
    if (all) {
      body.put("all", true);
    }
    if (overrideBudget) {
      body.put("override_budget", true);
    }
    return transport.as(StartedView.class, post(id, "retry", body));
  }

  /** {@code approve} or {@code reject} at the gate, which may be left out if one is open. */
  public Answer<ExecutionView> decide(
      String id, boolean approve, Optional<String> gate, Optional<String> comment) {
    Map<String, Object> body = new LinkedHashMap<>();
    gate.ifPresent(name -> body.put("gate", name));
    comment.ifPresent(text -> body.put("comment", text));
    return act(id, approve ? "approve" : "reject", body);
  }

  /** Says what became of a forgotten attempt: {@code succeeded}, {@code failed}, {@code retry}. */
  public Answer<ExecutionView> resolve(
      String id, String outcome, Optional<String> stage, Optional<String> reason) {
    Map<String, Object> body = reason(reason);
    body.put("outcome", outcome);
    stage.ifPresent(name -> body.put("stage", name));
    return act(id, "resolve", body);
  }

  /**
   * Calls {@code more} for each live event until it answers false or the run has ended. Events say
   * that something changed, in order and perhaps twice; what is true stands in {@link #get}.
   *
   * @throws UnreachableException if the connection breaks; follow again then
   */
  public void follow(String id, Predicate<LiveEvent> more) {
    listen(path(id) + "/events", more);
  }

  /** Calls {@code more} with each part of the log, as it is written, until the run has ended. */
  public void followLogs(String id, Optional<String> step, Predicate<LiveEvent> more) {
    listen(
        path(id)
            + "/logs?follow=true"
            + step.map(name -> "&step=" + Transport.segment(name)).orElse(""),
        more);
  }

  private void listen(String path, Predicate<LiveEvent> more) {
    try (Stream<String> lines = transport.lines(path)) {
      LiveEvent.read(lines.iterator(), more);
    } catch (UncheckedIOException broken) {
      throw new UnreachableException(transport.endpoint().url(), broken);
    }
  }

  private Answer<ExecutionView> act(String id, String action, Map<String, Object> body) {
    return transport.as(ExecutionView.class, post(id, action, body));
  }

  private JsonNode post(String id, String action, Map<String, Object> body) {
    return transport.change("POST", path(id) + "/" + action, transport.body(body));
  }

  private static Map<String, Object> reason(Optional<String> reason) {
    Map<String, Object> body = new LinkedHashMap<>();
    reason.ifPresent(text -> body.put("reason", text));
    return body;
  }

  private static String path(String id) {
    return PATH + "/" + Transport.segment(id);
  }
}
