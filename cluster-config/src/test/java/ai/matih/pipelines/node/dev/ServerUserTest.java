package ai.matih.pipelines.node.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root in a container without user namespaces; left out for any other user. */
class ServerUserTest {

  @TempDir Path home;

  @BeforeEach
  void onlyRootChangesUsers() {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
  }

  @Test
  void rootRunsTheServerAsNobody() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    var process =
        new PostgresProcess(
            PostgresBinaries.unpackInto(home.resolve("programs")),
            ServerUser.NOBODY,
            home.resolve("data"));
    process.create("postgres", "secret");
    process.start(LoopbackPort.free());

    var server = PostmasterFile.read(process.data()).flatMap(file -> file.process(process.data()));
    assertThat(server.flatMap(handle -> handle.info().user())).hasValue("nobody");
    process.stop();
    assertThat(PostmasterFile.read(process.data())).as("stopped").isEmpty();
  }

  @Test
  void aDirectoryThatNobodyCanEnterIsNamedWithTheRemedy() throws Exception {
    var hidden = Files.createDirectory(home.resolve("hidden"));
    Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rwx------"));
    var data = Files.createDirectory(hidden.resolve("data"));

    assertThatThrownBy(() -> ServerUser.NOBODY.own(data))
        .isInstanceOf(DevServerException.class)
        .hasMessageContaining("MATIH_HOME");
  }
}
