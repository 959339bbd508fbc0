package ai.matih.pipelines.gateway;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.identity.TenantId;

/**
 * One attempt being watched on behalf of its execution.
 *
 * @param number raised by the execution with each Submit, Observe and Fence; reports answer the
 *     newest one
 */
public record Watch(AttemptId attempt, TenantId tenant, long number) {}
