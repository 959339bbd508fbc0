package ai.matih.pipelines.pipeline;

import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;

/**
 * Looks whether triggers find something. When a look is due stands in the wake-up index, one row
 * for each trigger, so that no thread waits and each look is one node's; a look that finds nothing
 * costs a change of that row.
 */
public interface Looking {

  /** The kind of the rows in the wake-up index: {@code trigger|<pipelineId>/<name>}. */
  String KIND = "trigger";

  /**
   * Begins to look and puts off the next look; what is other than in the sight is told with {@code
   * Looked}. If it cannot find out it says nothing: it is asked again. Must not block or throw.
   */
  void look(PipelineId pipeline, TenantId tenant, PipelineEffect.LookFor look);

  /** Takes the row of the trigger of this pipeline out of the index. Must not block or throw. */
  void noMore(String pipeline, String trigger);

  /** For a node that has nobody yet. */
  Looking NOBODY =
      new Looking() {
        @Override
        public void look(PipelineId pipeline, TenantId tenant, PipelineEffect.LookFor look) {}

        @Override
        public void noMore(String pipeline, String trigger) {}
      };
}
