package ai.matih.pipelines.http.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/** What an operator did to the system itself; without an outcome it is under way. */
public record OperatorActionView(
    long id,
    String action,
    String target,
    String actor,
    Instant at,
    JsonNode details,
    Optional<String> outcome) {}
