package ai.matih.pipelines.embedded;

import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.Progress;
import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.Step;
import java.util.Map;

/**
 * One step to be run.
 *
 * @param epoch of the lease; every durable effect carries it
 * @param finished results of all steps that have ended, by name: those of earlier stages and runs
 *     and those of this one
 * @param cancel of this step alone; cancelled at its timeout, by a cancel, and when the lease is
 *     lost
 * @param log what people read; never a secret
 */
public record StepTask(
    AttemptId attempt,
    long epoch,
    StageOrder order,
    Step step,
    Map<String, StepResult> finished,
    CancelToken cancel,
    Progress progress,
    StepLog log) {}
