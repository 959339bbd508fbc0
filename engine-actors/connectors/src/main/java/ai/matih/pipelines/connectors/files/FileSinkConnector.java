package ai.matih.pipelines.connectors.files;

import ai.matih.pipelines.connectors.Load;
import ai.matih.pipelines.connectors.Loaded;
import ai.matih.pipelines.connectors.SinkConnector;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.FileSink;
import ai.matih.pipelines.definition.Sink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Appends to or replaces a dataset of files in a folder of a {@code local} connection: each load
 * one file and one manifest of the folder's {@link CommitLog}.
 */
public final class FileSinkConnector implements SinkConnector {
  private final LocalRoots roots;
  private final Clock clock;

  public FileSinkConnector(LocalRoots roots, Clock clock) {
    this.roots = roots;
    this.clock = clock;
  }

  @Override
  public boolean writes(Sink sink, String connectionType) {
    return sink instanceof FileSink file
        && LocalConnectionType.NAME.equals(connectionType)
        && file.partitionBy().isEmpty()
        && switch (file.format()) {
          case CSV, JSON, PARQUET -> true;
          case AVRO, ORC -> false;
        }
        && switch (file.mode()) {
          case APPEND, OVERWRITE -> true;
          case OVERWRITE_PARTITION, MERGE_ON_KEY -> false;
        };
  }

  @Override
  public Fencing fencing() {
    return Fencing.FULL;
  }

  @Override
  public Loaded load(Load work) {
    var sink = (FileSink) work.sink();
    var root = roots.open(work.connection());
    Path folder = root.folder(sink.bucket(), work.target());
    if (folder.equals(root.real())) {
      throw StepFailure.user(
          "TARGET_MISSING", "a dataset needs a folder of its own", "name one as the sink's target");
    }
    try {
      return new FileLoad(work, sink, root.create(folder), clock).run();
    } catch (IOException e) {
      throw StepFailure.infrastructure(
          "FILE_ACCESS",
          "cannot write to the folder " + folder + ": " + e.getMessage(),
          "check that it is writable for the node and that the disk has room",
          e);
    }
  }
}
