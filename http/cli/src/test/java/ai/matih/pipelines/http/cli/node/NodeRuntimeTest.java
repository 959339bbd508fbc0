package ai.matih.pipelines.http.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRuntimeTest {
  @TempDir private Path dist;

  @Test
  void anArchiveOfAnotherJavaIsNotUsed() throws IOException {
    Files.writeString(runtime("25.0.2+1").archive(), "made by another Java");

    assertThat(runtime("25.0.3+9").archiveMissing()).isTrue();
    assertThat(runtime("25.0.2+1").archiveMissing()).isFalse();
  }

  @Test
  void aRecordingCountsOnlyOnceTheNodeHasEnded() throws IOException {
    NodeRuntime runtime = runtime("25.0.3+9");
    assertThat(command(runtime)).contains("-XX:AOTCacheOutput=" + runtime.recording());

    Files.writeString(runtime.recording(), "half");
    assertThat(runtime.archiveMissing()).isTrue();

    runtime.keepRecording();
    assertThat(command(runtime)).contains("-XX:AOTCache=" + runtime.archive());

    runtime.forgetArchive();
    assertThat(runtime.archiveMissing()).isTrue();
  }

  @Test
  void aNodeMayTakeAFreePortUnlessOneWasAskedForAndLeavesNothingBesideItsHome() {
    NodeRuntime runtime = runtime("25.0.3+9");

    assertThat(command(runtime)).contains("http.any-port-if-taken=true").doesNotContain("--port");
    assertThat(command(runtime)).anyMatch(one -> one.contains("ErrorFile=" + dist.resolve("logs")));
    assertThat(runtime.command(dist, OptionalInt.of(9000), false, Map.of()))
        .contains("--port", "9000")
        .doesNotContain("http.any-port-if-taken=true");
  }

  @Test
  void halfALineOfANodeSaysNothingYet() throws IOException {
    Path output = dist.resolve("node.out");
    Files.writeString(output, "ok PostgreSQL 1 s\nok ");

    assertThat(LocalNode.whole(output)).containsExactly("ok PostgreSQL 1 s");
  }

  private List<String> command(NodeRuntime runtime) {
    return runtime.command(dist, OptionalInt.empty(), true, Map.of());
  }

  private NodeRuntime runtime(String version) {
    return new NodeRuntime(Path.of("java"), dist, Runtime.Version.parse(version));
  }

  @Test
  void aNodeThatEndedIsQuotedWithItsReasonWhateverTheJvmSaysAfterIt() throws IOException {
    Path output = dist.resolve("node.out");
    Files.writeString(
        output,
        "ok Kafka 1 s\nmatih: the address 127.0.0.1:8000 is taken\n"
            + "recording\nwriting\na path\nmore\nmore\nmore\n");

    assertThat(LocalNode.lastWords(output)).isEqualTo(": the address 127.0.0.1:8000 is taken");
  }
}
