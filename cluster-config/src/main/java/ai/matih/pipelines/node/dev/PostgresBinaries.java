package ai.matih.pipelines.node.dev;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs, unpacked once from the class path into a cache directory. */
record PostgresBinaries(Path directory) {

  static final String VERSION = "18.6.0";

  Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }

  /**
   * Unpacks the programs for this machine below {@code cache} unless they are there already.
   * Several processes may do so at once: each unpacks aside and the first rename wins.
   */
  static PostgresBinaries unpackInto(Path cache) throws IOException {
    var archive = archiveName();
    var target = cache.resolve("postgresql-" + VERSION + "-" + archive);
    if (Files.isDirectory(target)) {
      return new PostgresBinaries(target);
    }
    Files.createDirectories(cache);
    var aside = Files.createTempDirectory(cache, "unpacking-");
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive + ".txz")) {
      if (packed == null) {
        throw new DevServerException(
            "No PostgreSQL for this machine (%s) comes with MATIH; install one and set MATIH_POSTGRES_HOST"
                .formatted(archive));
      }
      unpack(packed, aside);
      Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException anotherWasFirst) {
      deleteTree(aside);
    } catch (IOException e) {
      deleteTree(aside);
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
    return new PostgresBinaries(target);
  }

  private static String archiveName() {
    var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var cpu = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    var system = os.contains("linux") ? "linux" : os.contains("mac") ? "darwin" : os;
    return switch (cpu) {
      case "amd64", "x86_64" -> "postgres-" + system + "-x86_64";
      case "aarch64", "arm64" -> "postgres-" + system + "-arm_64";
      default -> "postgres-" + system + "-" + cpu;
    };
  }

  private static void unpack(InputStream packed, Path into) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed, 1 << 16)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var path = into.resolve(entry.getName()).normalize();
        if (!path.startsWith(into)) {
          throw new IOException("archive entry leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(path.getParent());
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(tar, path);
          boolean executable = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
