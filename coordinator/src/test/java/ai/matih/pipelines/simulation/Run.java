package ai.matih.pipelines.simulation;

import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionEffect;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionLifecycle;
import ai.matih.pipelines.execution.ExecutionReply;
import ai.matih.pipelines.identity.ExecutionId;
import java.util.function.BiConsumer;

/** The entity of one run. */
final class Run
    extends Entity<Execution, ExecutionCommand, ExecutionEvent, ExecutionEffect, ExecutionReply> {
  private final ExecutionId id;

  Run(ExecutionId id, Store store, BiConsumer<Execution, ExecutionEvent> watcher) {
    super(new ExecutionLifecycle(), store, watcher);
    this.id = id;
  }

  /** By which it is found in the cluster. */
  String key() {
    return id.toString();
  }
}
