package ai.matih.pipelines.node;

import ai.matih.pipelines.execution.ExecutionEntity;
import ai.matih.pipelines.http.api.port.ExecutionJournal;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.persistence.query.AuditTrail;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The journal of a run, from the database. */
record NodeJournal(AuditTrail trail, Executor blocking) implements ExecutionJournal {

  @Override
  public CompletionStage<List<Entry>> read(ExecutionId execution, long after, int limit) {
    return CompletableFuture.supplyAsync(
        () ->
            trail.read(ExecutionEntity.KIND + "|" + execution, after, limit).stream()
                .map(
                    entry ->
                        new Entry(
                            entry.sequenceNumber(),
                            entry.type(),
                            entry.head().occurredAt(),
                            entry.head().cause().actor(),
                            entry.head().cause().origin().name(),
                            entry.head().cause().correlationId(),
                            entry.event()))
                .toList(),
        blocking);
  }
}
