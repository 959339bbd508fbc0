package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.execution.ExecutionSpec;

/**
 * A run that the pipeline has promised (design 3.6): journaled before the run is started; Start is
 * repeated until {@code started}, and the run repeats its end until the pipeline has noted it.
 */
public record Ticket(ExecutionSpec spec, boolean started) {}
