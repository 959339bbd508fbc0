package ai.matih.pipelines.persistence.projection.lineage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * OpenLineage events as JSON lines. Differs from the library's own file transport in keeping the
 * file open, in gathering lines until {@link #flush}, and in turning the file over by size: {@code
 * events.ndjson} becomes {@code events.ndjson.1} and so on, and the oldest goes. For one thread.
 */
final class LineageFile {

  private static final int KEPT = 4;
  private static final int GATHERED = 256 << 10;

  private final Path file;
  private final long largest;
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
  private FileChannel output;
  private long size;

  LineageFile(Path file, long largest) throws IOException {
    this.file = file.toAbsolutePath();
    this.largest = largest;
    Files.createDirectories(this.file.getParent());
    open();
  }

  /** Takes a line in; when this fails it was not taken. */
  void append(String event) throws IOException {
    if (gathered.size() > GATHERED) {
      write();
    }
    var line = event.getBytes(StandardCharsets.UTF_8);
    if (size > 0 && size + gathered.size() + line.length > largest) {
      flush();
      turnOver();
    }
    gathered.writeBytes(line);
    gathered.write('\n');
  }

  /** Every line that was appended is on the disk. */
  void flush() throws IOException {
    write();
    output.force(false);
  }

  /** All or nothing: what a full disk left of a line is taken back before it is tried again. */
  private void write() throws IOException {
    if (!output.isOpen()) {
      open();
    }
    if (gathered.size() == 0) {
      return;
    }
    output.truncate(size);
    var bytes = ByteBuffer.wrap(gathered.toByteArray());
    while (bytes.hasRemaining()) {
      output.write(bytes, size + bytes.position());
    }
    size += bytes.limit();
    gathered.reset();
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
    output =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    size = wholeLines(output);
  }

  /** Where the last whole line ends: a crash can leave a part of one, which is sent again. */
  private static long wholeLines(FileChannel file) throws IOException {
    var last = ByteBuffer.allocate(1);
    long end = file.size();
    while (end > 0) {
      last.clear();
      file.read(last, end - 1);
      if (last.get(0) == '\n') {
        return end;
      }
      end--;
    }
    return 0;
  }
}
