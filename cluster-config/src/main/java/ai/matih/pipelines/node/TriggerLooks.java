package ai.matih.pipelines.node;

import ai.matih.pipelines.Coordinator;
import ai.matih.pipelines.connection.ConnectionCatalog;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connectors.ConnectionResolver;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.files.FolderLook;
import ai.matih.pipelines.connectors.kafka.TopicLook;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.projection.wakeup.JdbcWakeUps;
import ai.matih.pipelines.pipeline.Looking;
import ai.matih.pipelines.pipeline.PipelineCommand.Looked;
import ai.matih.pipelines.pipeline.PipelineEffect.LookFor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Looks for triggers, each on a virtual thread for as long as the look takes, some at a time.
 * Thread-safe.
 */
final class TriggerLooks implements Looking {
  private static final long PATIENCE_SECONDS = 15;

  /** After a look that found something there may be more. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Coordinator coordinator;
  private final ConnectionCatalog connections;
  private final ConnectionResolver resolver;
  private final FolderLook folders;
  private final TopicLook topics;
  private final JdbcWakeUps wakeUps;
  private final LooksUnderWay under;

  TriggerLooks(
      Coordinator coordinator,
      ConnectionResolver resolver,
      FolderLook folders,
      TopicLook topics,
      JdbcWakeUps wakeUps,
      Executor blocking) {
    this.coordinator = coordinator;
    this.connections = new LiveConnections(coordinator);
    this.resolver = resolver;
    this.folders = folders;
    this.topics = topics;
    this.wakeUps = wakeUps;
    this.under = new LooksUnderWay(blocking);
  }

  private static String row(String pipeline, String trigger) {
    return KIND + "|" + pipeline + "/" + trigger;
  }

  @Override
  public void look(PipelineId pipeline, TenantId tenant, LookFor asked) {
    String row = row(pipeline.value(), asked.trigger());
    under.once(
        row,
        () -> {
          Looked looked = looked(tenant, asked);
          coordinator.looked(pipeline, looked);
          wakeUps.putOff(row, looked.found().isEmpty() ? asked.polled().pollInterval() : SOON);
        });
  }

  @Override
  public void noMore(String pipeline, String trigger) {
    String row = row(pipeline, trigger);
    under.begin(row, () -> wakeUps.remove(row));
  }

  /** What cannot be looked at is a problem that the pipeline shows. */
  private Looked looked(TenantId tenant, LookFor asked) throws InterruptedException {
    try {
      return switch (asked.polled()) {
        case Trigger.File file ->
            folders.look(asked, file, connection(tenant, file.connection(), "local"));
        case Trigger.Kafka kafka ->
            topics.look(asked, kafka, connection(tenant, kafka.connection(), "kafka"));
      };
    } catch (IOException | StepFailure e) {
      return new Looked(
          asked.trigger(),
          asked.polled().identity(),
          asked.sight().round(),
          Optional.empty(),
          Map.of(),
          List.of(),
          List.of(),
          Optional.of(
              e instanceof StepFailure failure
                  ? failure.failure().message()
                      + failure.failure().remedy().map(next -> "; " + next).orElse("")
                  : e.getMessage()));
    }
  }

  private ResolvedConnection connection(TenantId tenant, String name, String type)
      throws IOException, InterruptedException {
    ConnectionRevision revision;
    try {
      revision =
          connections
              .find(tenant, List.of(name))
              .toCompletableFuture()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .get(name);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IOException("connection " + name + " cannot be read just now", e);
    }
    if (revision == null) {
      throw new IOException("there is no connection " + name);
    }
    ResolvedConnection resolved = resolver.resolve(tenant, revision);
    if (!resolved.type().equals(type)) {
      throw new IOException(
          "connection " + name + " is of type " + resolved.type() + ", not of type " + type);
    }
    return resolved;
  }
}
