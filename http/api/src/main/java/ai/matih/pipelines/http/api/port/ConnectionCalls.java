package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.connection.ConnectionCommand;
import ai.matih.pipelines.connection.ConnectionReply;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import java.util.concurrent.CompletionStage;

/** Asks a connection of a tenant; fails with a TimeoutException without an answer. */
@FunctionalInterface
public interface ConnectionCalls {
  CompletionStage<ConnectionReply> ask(
      TenantId tenant, String name, ConnectionCommand command, Cause cause);
}
