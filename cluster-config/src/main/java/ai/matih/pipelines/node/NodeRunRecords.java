package ai.matih.pipelines.node;

import ai.matih.pipelines.embedded.RunLogs;
import ai.matih.pipelines.embedded.step.WorkFiles;
import ai.matih.pipelines.engine.DatasetVersion;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.StepRun;
import ai.matih.pipelines.http.api.port.RunRecords;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.persistence.query.LineageQueries;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Logs of runs from the data directory, lineage events from their journals. */
record NodeRunRecords(WorkFiles work, RunLogs logs, LineageQueries told, Executor blocking)
    implements RunRecords {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public CompletionStage<LogPart> logs(
      ExecutionId execution, Optional<String> step, long offset, int limit) {
    return CompletableFuture.supplyAsync(() -> part(execution, step, offset, limit), blocking);
  }

  private LogPart part(ExecutionId execution, Optional<String> step, long offset, int limit) {
    long skipped = 0;
    long position = offset;
    StringBuilder text = new StringBuilder();
    for (Path file : logs.files(execution)) {
      byte[] bytes = bytes(file);
      long end = skipped + bytes.length;
      if (position < end && text.length() < limit) {
        int from = (int) (position - skipped);
        int to = wholeLines(bytes, from, Math.min(bytes.length, from + limit - text.length()));
        for (String line : new String(bytes, from, to - from, StandardCharsets.UTF_8).split("\n")) {
          readable(line, step).ifPresent(shown -> text.append(shown).append('\n'));
        }
        position = skipped + to;
        if (to < bytes.length) {
          break;
        }
      }
      skipped = end;
    }
    return new LogPart(text.toString(), position);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int wholeLines(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static Optional<String> readable(String line, Optional<String> step) {
    if (line.isBlank()) {
      return Optional.empty();
    }
    try {
      JsonNode entry = JSON.readTree(line);
      String of = entry.path("step").asText();
      if (step.isPresent() && !step.get().equals(of)) {
        return Optional.empty();
      }
      return Optional.of(
          entry.path("time").asText()
              + " "
              + entry.path("level").asText()
              + " ["
              + of
              + "] "
              + entry.path("message").asText());
    } catch (IOException e) {
      return step.isPresent() ? Optional.empty() : Optional.of(line);
    }
  }

  @Override
  public CompletionStage<Set<String>> gone(Execution ended) {
    return CompletableFuture.supplyAsync(
        () ->
            ended.steps().values().stream()
                .filter(StepRun::finished)
                .filter(
                    step ->
                        step.result().flatMap(StepResult::output).filter(this::lost).isPresent())
                .map(StepRun::name)
                .collect(Collectors.toUnmodifiableSet()),
        blocking);
  }

  private boolean lost(DatasetVersion rows) {
    return !work.keep(rows);
  }

  @Override
  public CompletionStage<List<JsonNode>> lineage(ExecutionId execution) {
    return CompletableFuture.supplyAsync(
        () -> told.of(execution).stream().map(NodeRunRecords::parsed).toList(), blocking);
  }

  private static JsonNode parsed(String event) {
    try {
      return JSON.readTree(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
