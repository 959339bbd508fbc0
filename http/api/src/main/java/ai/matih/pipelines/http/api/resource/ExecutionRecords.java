package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.http.api.port.ExecutionCalls;
import ai.matih.pipelines.http.api.port.ExecutionJournal;
import ai.matih.pipelines.http.api.port.RunRecords;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.sse.EventStream;
import ai.matih.pipelines.http.api.sse.ExecutionEvents;
import ai.matih.pipelines.http.api.sse.LogLines;
import ai.matih.pipelines.identity.Permission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a run leaves: live events, journal, logs, lineage. */
public final class ExecutionRecords {
  private static final int LOG_LIMIT = 1 << 20;
  private static final int JOURNAL_LIMIT = 1_000;

  /** The largest whole number that every JSON reader keeps exactly. */
  private static final long FARTHEST = (1L << 53) - 1;

  private final ExecutionJournal journal;
  private final RunRecords records;
  private final ExecutionDirectory directory;

  /** The run is asked first, each time: it knows whose it is. */
  public ExecutionRecords(ExecutionCalls executions, ExecutionJournal journal, RunRecords records) {
    this.journal = journal;
    this.records = records;
    this.directory = new ExecutionDirectory(executions);
  }

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.get(
            Executions.ONE + "/events",
            "streamEvents",
            Permission.PIPELINES_READ,
            Set.of("after"),
            this::events),
        Operation.get(
            Executions.ONE + "/journal",
            "listJournal",
            Permission.AUDIT_READ,
            Set.of("after", "limit"),
            this::entries),
        Operation.get(
            Executions.ONE + "/logs",
            "getLogs",
            Permission.PIPELINES_READ,
            Set.of("step", "offset", "follow"),
            this::logs),
        Operation.get(
            Executions.ONE + "/lineage",
            "getLineage",
            Permission.PIPELINES_READ,
            Set.of(),
            this::lineage));
  }

  private CompletionStage<Answer> events(Call call) {
    long after = resumeAt(call, "after");
    return directory
        .read(call)
        .thenApply(
            execution ->
                Answer.events(
                    EventStream.of(
                        ExecutionEvents.Place.after(after),
                        new ExecutionEvents(
                            call.executionId(), journal, () -> directory.read(call)))));
  }

  private CompletionStage<Answer> entries(Call call) {
    long after = call.query().number("after", 0, 0, FARTHEST);
    int limit = (int) call.query().number("limit", 100, 1, JOURNAL_LIMIT);
    return directory
        .read(call)
        .thenCompose(execution -> journal.read(call.executionId(), after, limit))
        .thenApply(
            entries -> {
              Map<String, Object> body = new LinkedHashMap<>();
              body.put("data", entries);
              body.put("next", entries.isEmpty() ? after : entries.getLast().sequenceNumber());
              return Answer.ok(body);
            });
  }

  private CompletionStage<Answer> logs(Call call) {
    Optional<String> step = call.query().text("step");
    boolean follow = call.query().flag("follow").orElse(false) || call.accepts(Answer.EVENT_STREAM);
    long offset = resumeAt(call, "offset");
    return directory
        .read(call)
        .thenCompose(
            execution -> {
              step.filter(name -> !execution.steps().containsKey(name))
                  .ifPresent(
                      name -> {
                        throw ApiError.notFound("step", name).exception();
                      });
              if (follow) {
                return CompletableFuture.completedStage(
                    Answer.events(
                        EventStream.of(
                            new LogLines.Place(offset, false),
                            new LogLines(
                                call.executionId(), step, records, () -> directory.read(call)))));
              }
              return records
                  .logs(call.executionId(), step, offset, LOG_LIMIT)
                  .thenApply(
                      part ->
                          Answer.text("text/plain; charset=utf-8", part.text())
                              .with("X-Next-Offset", "" + part.next()));
            });
  }

  private CompletionStage<Answer> lineage(Call call) {
    return directory
        .read(call)
        .thenCompose(execution -> records.lineage(call.executionId()))
        .thenApply(
            events -> {
              Map<String, Object> body = new LinkedHashMap<>();
              body.put("executionId", call.executionId());
              body.put("events", events);
              return Answer.ok(body);
            });
  }

  /** Where a listener left off: the header a browser sends by itself, or the parameter. */
  private static long resumeAt(Call call, String parameter) {
    long asked = call.query().number(parameter, 0, 0, FARTHEST);
    return call.header("last-event-id")
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElse(asked);
  }
}
