package ai.matih.pipelines.node.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A generated password, kept in a file that only the node's user can read. */
final class PasswordFile {

  private PasswordFile() {}

  /** The password in {@code file}, generated (192 bits) and written on first use. */
  static String readOrCreate(Path file) throws IOException {
    if (Files.exists(file)) {
      return Files.readString(file).strip();
    }
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    var password = HexFormat.of().formatHex(bytes);
    Files.createDirectories(
        file.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var aside =
        Files.createTempFile(
            file.getParent(),
            "new",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(aside, password + "\n");
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    return password;
  }
}
