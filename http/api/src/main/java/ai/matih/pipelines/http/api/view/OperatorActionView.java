package ai.matih.pipelines.http.api.view;

import ai.matih.pipelines.http.api.json.Json;
import ai.matih.pipelines.persistence.operations.OperatorAction;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What an operator did.
 *
 * @param outcome {@code done}, why not, or nothing while it is under way
 */
public record OperatorActionView(
    long id,
    String action,
    String target,
    String actor,
    String origin,
    Optional<String> correlationId,
    Instant at,
    JsonNode details,
    Optional<String> outcome) {

  /** As it is noted. */
  public static OperatorActionView of(OperatorAction action) {
    try {
      return new OperatorActionView(
          action.id(),
          action.action(),
          action.target(),
          action.actor(),
          action.origin(),
          action.correlationId(),
          action.at(),
          Json.mapper().readTree(action.details()),
          action.outcome());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database keeps JSON only", e);
    }
  }
}
