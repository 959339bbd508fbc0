package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.ConnectionResolver;
import ai.matih.pipelines.connectors.Connectors;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.connectors.duckdb.ProcessorTime;
import ai.matih.pipelines.connectors.duckdb.WorkLimits;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.embedded.StepRunner;
import ai.matih.pipelines.embedded.StepTask;
import ai.matih.pipelines.embedded.step.WorkFiles.StepFiles;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.Step;
import ai.matih.pipelines.planning.StepWork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** Runs steps with the node's connectors and DuckDB. Stateless between steps. */
public final class EmbeddedSteps implements StepRunner {
  private final Connectors connectors;
  private final ConnectionResolver resolver;
  private final WorkFiles files;
  private final StepLimits limits;
  private final Clock clock;

  public EmbeddedSteps(
      Connectors connectors,
      ConnectionResolver resolver,
      WorkFiles files,
      StepLimits limits,
      Clock clock) {
    this.connectors = connectors;
    this.resolver = resolver;
    this.files = files;
    this.limits = limits;
    this.clock = clock;
  }

  /** A load is kept by its sink, under its commit key. */
  @Override
  public boolean has(StepResult finished) {
    return finished.commit().isPresent() || finished.output().map(files::keep).orElse(true);
  }

  @Override
  public boolean isTrivial(Step step) {
    return step.work() instanceof StepWork.Task task
        && (task.work() instanceof TaskWork.Log || task.work() instanceof TaskWork.Notify);
  }

  @Override
  public StepResult run(StepTask task) {
    if (isTrivial(task.step())) {
      return SpokenTasks.run(task);
    }
    try {
      StepFiles own = files.open(task.attempt(), task.step(), task.epoch());
      try {
        return timed(task, own);
      } finally {
        WorkFiles.clean(own);
      }
    } catch (IOException e) {
      throw StepFailure.infrastructure(
          "WORK_LOCATION",
          "the work location cannot be written: " + e.getMessage(),
          "check the disk of the node's data directory",
          e);
    }
  }

  private StepResult timed(StepTask task, StepFiles own) throws IOException {
    ProcessorTime spent = new ProcessorTime();
    StepResult result = work(new StepRun(task, own, limits.in(own.temp()), resolver));
    return new StepResult(
        result.rowsIn(),
        result.rowsOut(),
        result.bytesIn(),
        result.bytesOut(),
        spent.millis(),
        result.inputs(),
        result.output(),
        result.quality(),
        result.commit(),
        result.alreadyCommitted());
  }

  private StepResult work(StepRun run) throws IOException {
    return switch (run.task().step().work()) {
      case StepWork.Extract extract ->
          new ExtractStep(connectors, clock).run(run, extract.sourceName(), extract.source());
      case StepWork.Transform transform -> TransformStep.run(run, transform.transformation());
      case StepWork.Check check -> CheckStep.run(run, check);
      case StepWork.Load load -> new LoadStep(connectors).run(run, load);
      case StepWork.Task task ->
          switch (task.work()) {
            case TaskWork.Sql sql -> new QueryStep(connectors, clock).run(run, sql);
            case TaskWork.Log ignored -> SpokenTasks.run(run.task());
            case TaskWork.Notify ignored -> SpokenTasks.run(run.task());
            case TaskWork.Quality ignored -> throw Transforms.unsupported("a quality task");
            case TaskWork.Approve ignored -> throw Transforms.unsupported("an approval");
            case TaskWork.Python ignored -> throw Transforms.unsupported("python");
            case TaskWork.Spark ignored -> throw Transforms.unsupported("a spark application");
            case TaskWork.Flink ignored -> throw Transforms.unsupported("a flink job");
            case TaskWork.Dbt ignored -> throw Transforms.unsupported("dbt");
          };
    };
  }

  /**
   * What one step may use.
   *
   * @param memoryBytes DuckDB's memory, beyond which it spills to disk
   * @param tempBytes the most it spills
   */
  public record StepLimits(long memoryBytes, long tempBytes, int threads) {
    /** 512 MiB of memory, 16 GiB of disk, two threads. */
    public static final StepLimits DEFAULT = new StepLimits(512L << 20, 16L << 30, 2);

    WorkLimits in(Path temp) {
      return new WorkLimits(memoryBytes, tempBytes, threads, temp);
    }
  }
}
