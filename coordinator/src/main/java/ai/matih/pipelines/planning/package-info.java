/**
 * From a definition to something that can run: steps, stages, the engine and why, what it will
 * take, and what is missing. Pure apart from three ports, which may block: {@link
 * ai.matih.pipelines.planning.SourceStatistics}, {@link ai.matih.pipelines.planning.SinkSupport}
 * and {@link ai.matih.pipelines.planning.SqlChecker}. {@link
 * ai.matih.pipelines.planning.PlanningService} keeps them off the callers' threads.
 */
package ai.matih.pipelines.planning;
