package ai.matih.pipelines.node;

import ai.matih.pipelines.Coordinator;
import ai.matih.pipelines.connection.ConnectionCatalog;
import ai.matih.pipelines.connection.ConnectionCommand;
import ai.matih.pipelines.connection.ConnectionReply;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Connections as their entities have them: never behind a change. */
record LiveConnections(Coordinator coordinator) implements ConnectionCatalog {

  @Override
  public CompletionStage<Map<String, ConnectionRevision>> find(
      TenantId tenant, Collection<String> names) {
    CompletionStage<Map<String, ConnectionRevision>> found =
        CompletableFuture.completedFuture(new LinkedHashMap<>());
    for (String name : names) {
      found =
          found.thenCombine(
              coordinator.ask(tenant, name, new ConnectionCommand.Read(), Cause.SYSTEM),
              (all, reply) -> {
                if (reply instanceof ConnectionReply.Found there) {
                  all.put(name, there.revision());
                }
                return all;
              });
    }
    return found;
  }
}
