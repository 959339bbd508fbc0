package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.planning.Plan;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * One immutable definition of a pipeline.
 *
 * @param number from 1
 * @param hash SHA-256 of the canonical form, 64 hex digits
 * @param source the text as it was given, byte for byte
 * @param plan made when the revision was; its engine choice is kept
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Revision(
    int number,
    String hash,
    String source,
    PipelineDefinition definition,
    Plan plan,
    String author,
    Instant createdAt) {}
