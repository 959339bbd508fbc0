package ai.matih.pipelines.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
  @TempDir private Path home;

  @Test
  void aDiskThatIsNearlyFullIsSaidWithItsFolderAndWhatIsLeft() {
    Room room = new Room(home);

    assertThat(room.part(63L << 20).up()).isFalse();
    assertThat(room.part(63L << 20).reason().orElseThrow()).contains(home + " has 63 MiB left");
    assertThat(room.part(64L << 20).up()).isTrue();
    assertThatCode(room::check).doesNotThrowAnyException();
  }
}
