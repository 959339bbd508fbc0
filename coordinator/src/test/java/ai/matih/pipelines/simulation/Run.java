package ai.matih.pipelines.simulation;

import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.ExecutionCommand;
import ai.matih.pipelines.execution.ExecutionEffect;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionLifecycle;
import ai.matih.pipelines.execution.ExecutionReply;
import java.util.function.BiConsumer;

/** The entity of one run. */
final class Run
    extends Entity<Execution, ExecutionCommand, ExecutionEvent, ExecutionEffect, ExecutionReply> {

  Run(BiConsumer<Execution, ExecutionEvent> watcher) {
    super(new ExecutionLifecycle(), watcher);
  }
}
