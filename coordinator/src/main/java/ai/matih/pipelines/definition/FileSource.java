package ai.matih.pipelines.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Files of an object store, of SFTP or of a folder; {@code file} and its documented name {@code
 * cloud_storage}. On a {@code local} connection bucket and prefix are folders under its root.
 *
 * @param compression absent: by the name of each file
 */
public record FileSource(
    String connection,
    Optional<String> bucket,
    Optional<String> prefix,
    Optional<String> pattern,
    FileFormat format,
    Optional<Compression> compression,
    CsvOptions csvOptions,
    boolean archiveAfterRead,
    Optional<String> archivePrefix,
    Optional<String> initialValue,
    Duration lookback,
    @JsonProperty("schema") SchemaPolicy schemaPolicy,
    Optional<String> deadLetter,
    List<AddedColumn> addColumns)
    implements Source {
  public FileSource {
    addColumns = Immutable.list(addColumns);
  }
}
