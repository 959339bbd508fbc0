package ai.matih.pipelines.engine;

import ai.matih.pipelines.identity.ExecutionId;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Under which a sink commits once: {@code <rootExecutionId>/<stage>/<step>/<sink>}, for incremental
 * loads {@code <pipeline>/<sink>/<rangeId>}; never the attempt (design section 2).
 */
public record CommitKey(@JsonValue String value) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CommitKey {}

  /** The key of a load that belongs to a run and all its retries. */
  public static CommitKey of(ExecutionId root, String stage, String step, String sink) {
    return new CommitKey(root + "/" + stage + "/" + step + "/" + sink);
  }

  /** The key of a load that belongs to one incremental range. */
  public static CommitKey ofRange(String pipeline, String sink, String rangeId) {
    return new CommitKey(pipeline + "/" + sink + "/" + rangeId);
  }

  @Override
  public String toString() {
    return value;
  }
}
