package ai.matih.pipelines.http.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A variable of the tenant.
 *
 * @param value a text, number or boolean
 * @param history the newest first, where one is read
 */
public record VariableView(
    String name,
    JsonNode value,
    int revision,
    Instant changedAt,
    String changedBy,
    Optional<List<Revision>> history) {

  /** What it was from a time on; without a value it was not set. */
  public record Revision(
      int revision, Optional<JsonNode> value, Instant changedAt, String changedBy) {}
}
