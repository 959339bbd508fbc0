package ai.matih.pipelines.engine;

import ai.matih.pipelines.quality.QualityResult;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a finished step did.
 *
 * @param rowsIn rows read, all inputs together
 * @param cpuMillis processor time, 0 if the engine does not know
 * @param inputs datasets outside the run that were read (sources)
 * @param output what the step left for later steps or for the world
 * @param commit the commit key of a load
 * @param alreadyCommitted a load found its commit key and did nothing
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record StepResult(
    long rowsIn,
    long rowsOut,
    long bytesIn,
    long bytesOut,
    long cpuMillis,
    List<DatasetVersion> inputs,
    Optional<DatasetVersion> output,
    Optional<QualityResult> quality,
    Optional<CommitKey> commit,
    boolean alreadyCommitted) {

  /** A step that touched no data. */
  public static final StepResult NOTHING =
      new StepResult(
          0, 0, 0, 0, 0, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);

  public StepResult {
    inputs = inputs == null ? List.of() : List.copyOf(inputs);
    output = output == null ? Optional.empty() : output;
    quality = quality == null ? Optional.empty() : quality;
    commit = commit == null ? Optional.empty() : commit;
  }
}
