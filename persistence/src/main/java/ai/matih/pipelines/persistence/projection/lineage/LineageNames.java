package ai.matih.pipelines.persistence.projection.lineage;

import ai.matih.pipelines.execution.Execution;
import ai.matih.pipelines.execution.StepRun;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What runs and jobs are called in OpenLineage. All names derive from ours, so that a message told
 * twice is recognised: jobs are {@code <pipeline>} and {@code <pipeline>.<step>} in the tenant's
 * namespace, run ids are name-based UUIDs, and each attempt at a step is a run of its own.
 */
public final class LineageNames {

  private LineageNames() {}

  /** {@code matih-tenant-<tenant>}. */
  public static String namespace(Execution run) {
    return "matih-tenant-" + run.pinned().tenant();
  }

  /** The job of the whole run. */
  public static String job(Execution run) {
    return run.plan().pipelineName();
  }

  /** The job of one step. */
  public static String job(Execution run, String step) {
    return job(run) + "." + step;
  }

  /** The run's id. */
  public static UUID run(Execution run) {
    return uuid(run.pinned().id().value());
  }

  /** The id of the step in the newest attempt of its stage. */
  public static UUID run(Execution run, StepRun step) {
    int attempt = run.stages().get(step.stage()).attempts().size();
    return uuid(run.pinned().id() + "/" + step.stage() + "/" + attempt + "/" + step.name());
  }

  private static UUID uuid(String name) {
    return UUID.nameUUIDFromBytes(("matih/" + name).getBytes(StandardCharsets.UTF_8));
  }
}
