package ai.matih.pipelines.definition;

import java.util.List;
import java.util.Optional;

/**
 * Files in a folder; a target is the prefix under the bucket.
 *
 * @param compression absent: the format's usual one
 */
public record FileSink(
    Optional<String> connection,
    Optional<String> bucket,
    FileFormat format,
    Optional<Compression> compression,
    CsvOptions csvOptions,
    WriteMode mode,
    List<Load> loads,
    List<String> partitionBy,
    boolean createTable,
    boolean allowEmpty,
    Optional<Delivery> delivery)
    implements Sink {
  public FileSink {
    loads = Immutable.list(loads);
    partitionBy = Immutable.list(partitionBy);
  }
}
