package ai.matih.pipelines.node;

import ai.matih.pipelines.Coordinator;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.persistence.trigger.DatasetNews;
import ai.matih.pipelines.pipeline.PipelineCommand.DatasetLoaded;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells pipelines, wherever they live, of the datasets that they wait for. Blocking. */
record WaitingPipelines(Coordinator coordinator) implements DatasetNews.Waiting {
  private static final Cause CAUSE = Cause.of("trigger:dataset", Cause.Origin.TRIGGER);

  @Override
  public void tell(PipelineId pipeline, DatasetLoaded loaded) throws IOException {
    try {
      coordinator.ask(pipeline, loaded, CAUSE).toCompletableFuture().get(15, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("pipeline " + pipeline + " does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
