package ai.matih.pipelines.engine;

import ai.matih.pipelines.identity.TenantId;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * The envelope of every record on the {@code matih.pipelines.*} topics.
 *
 * @param schema name and version of the payload's schema, e.g. {@code engine-command/1}
 * @param messageId unique for each record sent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Envelope<T>(
    String schema,
    String messageId,
    TenantId tenantId,
    Instant occurredAt,
    Optional<String> traceparent,
    T payload) {}
