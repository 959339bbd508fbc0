package ai.matih.pipelines.persistence.projection.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.transports.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * OpenLineage events as JSON lines. Differs from the library's own file transport in keeping the
 * file open, and in turning it over by size: {@code events.ndjson} becomes {@code events.ndjson.1}
 * and so on, and the oldest goes. For one thread.
 */
final class LineageFile extends Transport {

  private static final int KEPT = 4;

  private final Path file;
  private final long largest;
  private OutputStream output;
  private long size;

  LineageFile(Path file, long largest) throws IOException {
    this.file = file.toAbsolutePath();
    this.largest = largest;
    Files.createDirectories(this.file.getParent());
    open();
  }

  @Override
  public void emit(OpenLineage.RunEvent event) {
    append(event);
  }

  @Override
  public void emit(OpenLineage.DatasetEvent event) {
    append(event);
  }

  @Override
  public void emit(OpenLineage.JobEvent event) {
    append(event);
  }

  @Override
  public void close() throws IOException {
    output.close();
  }

  private void append(Object event) {
    var line = (OpenLineageClientUtils.toJson(event) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      if (size > 0 && size + line.length > largest) {
        turnOver();
      }
      output.write(line);
      size += line.length;
    } catch (IOException e) {
      throw new UncheckedIOException("lineage cannot be written to " + file, e);
    }
  }

  private void turnOver() throws IOException {
    output.close();
    for (int age = KEPT - 1; age >= 0; age--) {
      var from = age == 0 ? file : numbered(age);
      if (Files.exists(from)) {
        Files.move(from, numbered(age + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    open();
  }

  private Path numbered(int age) {
    return file.resolveSibling(file.getFileName() + "." + age);
  }

  private void open() throws IOException {
    output = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    size = Files.size(file);
  }
}
