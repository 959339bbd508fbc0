package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.identity.PipelineId;
import java.util.Optional;

/** placeholder */
public record Pipeline(Optional<PipelineId> id) {}
