package ai.matih.pipelines.connectors.files;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** How many lines the first bytes of a text file hold, compressed or not. */
record LineSample(long lines, long bytesRead) {
  private static final int SAMPLE_BYTES = 2 << 20;

  static Optional<LineSample> of(Path file) {
    try (var raw = new Counting(Files.newInputStream(file));
        InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      long lines = 0;
      long left = SAMPLE_BYTES;
      byte[] buffer = new byte[64 * 1024];
      for (int n = text.read(buffer); n > 0 && left > 0; n = text.read(buffer)) {
        for (int i = 0; i < n; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
        left -= n;
      }
      return lines == 0 ? Optional.empty() : Optional.of(new LineSample(lines, raw.count));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Rows of files of the same kind with {@code bytes} bytes. */
  long rowsIn(long bytes) {
    return Math.round((double) lines * bytes / bytesRead);
  }

  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(new BufferedInputStream(in));
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = super.read(into, offset, length);
      count += Math.max(0, n);
      return n;
    }
  }
}
