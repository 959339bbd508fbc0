package ai.matih.pipelines.node.crash;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A folder with a disk of its own, a small one in memory, that can be filled and emptied. */
final class SmallDisk {
  private static final byte[] BLOCK = new byte[256 << 10];

  private final Path folder;
  private final Path filler;

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.filler = folder.resolve("filler");
  }

  /** Mounts it; where this process may not, the test is skipped and says so. */
  static SmallDisk mount(Path folder, int mebibytes) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Process mount =
        new ProcessBuilder(
                "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", "" + folder)
            .redirectErrorStream(true)
            .start();
    String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Assumptions.assumeTrue(
        mount.waitFor() == 0,
        "a small disk needs the right to mount one (root, or a container with SYS_ADMIN): " + said);
    return new SmallDisk(folder);
  }

  /** Leaves so many bytes, or none. */
  void fill(long left) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (Files.getFileStore(folder).getUsableSpace() > left) {
        out.write(BLOCK);
      }
    } catch (IOException full) {
      if (left > 0) {
        throw full;
      }
    }
  }

  void makeRoom() throws IOException {
    Files.deleteIfExists(filler);
  }

  void unmount() throws IOException, InterruptedException {
    for (List<String> command :
        List.of(List.of("umount", "" + folder), List.of("umount", "-l", "" + folder))) {
      if (new ProcessBuilder(command).start().waitFor() == 0) {
        return;
      }
    }
  }
}
