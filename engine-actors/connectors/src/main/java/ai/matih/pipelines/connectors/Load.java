package ai.matih.pipelines.connectors;

import ai.matih.pipelines.connectors.duckdb.WorkLimits;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.engine.CommitKey;
import ai.matih.pipelines.engine.FailureClass;
import java.nio.file.Path;
import java.util.List;

/**
 * One write to do.
 *
 * @param input the Parquet files that hold the rows
 * @param inputFingerprint equal for equal rows: tells a retry from new rows under one key
 * @param target the table or folder, as {@link ai.matih.pipelines.definition.Load#target()} has it
 * @param epoch the lease's: a sink that knows a higher one for this key refuses
 * @param ownership asked right before the commit
 */
public record Load(
    List<Path> input,
    String inputFingerprint,
    Sink sink,
    String target,
    ResolvedConnection connection,
    CommitKey commitKey,
    long epoch,
    Ownership ownership,
    WorkLimits limits,
    Progress progress,
    CancelToken cancel) {

  public Load {
    input = List.copyOf(input);
  }

  /** Whether the worker still holds its lease. Called on the working thread; may block briefly. */
  @FunctionalInterface
  public interface Ownership {
    /** For work that has no rival. */
    Ownership UNDISPUTED = () -> true;

    boolean held();
  }

  /** Throws what a stale owner gets. */
  public static StepFailure stale(CommitKey key, long epoch) {
    return StepFailure.of(
        FailureClass.LOST,
        "STALE_EPOCH",
        "another worker has taken over the load "
            + key
            + " since epoch "
            + epoch
            + "; this one committed nothing",
        null,
        null);
  }
}
