package ai.matih.pipelines.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.definition.FileRuns;
import ai.matih.pipelines.definition.Trigger;
import ai.matih.pipelines.pipeline.PipelineCommand.Looked;
import ai.matih.pipelines.pipeline.PipelineEffect.LookFor;
import ai.matih.pipelines.trigger.Firing;
import ai.matih.pipelines.trigger.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLookTest {
  private static final Instant NOW = Instant.parse("2026-03-01T06:00:00Z");

  @TempDir private Path root;
  private Sight sight;

  @BeforeEach
  void begin() {
    sight = Sight.first("file IN ", NOW);
  }

  private static Trigger.File trigger(FileRuns per, boolean existing) {
    return new Trigger.File(
        Optional.empty(),
        "IN",
        Optional.empty(),
        Optional.of("*.csv"),
        per,
        Duration.ofSeconds(10),
        existing,
        per == FileRuns.FILE ? Map.of("file", "name") : Map.of("files", "count"),
        Duration.ofMinutes(1),
        Optional.empty(),
        Optional.empty());
  }

  private void write(String name, String text, Duration ago) throws IOException {
    Path file = Files.writeString(root.resolve(name), text);
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(ago)));
  }

  private FolderLook looks() {
    return new FolderLook(
        new LocalRoots(root, List.of(root), List.of()), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private ResolvedConnection connection() {
    return new ResolvedConnection("IN", "local", Map.of("root", root.toString()), Map.of());
  }

  /** What one look finds; the sight is then what the pipeline makes of it. */
  private List<Firing> look(Trigger.File trigger) throws IOException {
    Looked looked =
        looks().look(new LookFor("files", trigger, sight, Set.of()), trigger, connection());
    sight = sight.looked(looked.position(), looked.seen(), looked.gone(), looked.problem(), NOW);
    return looked.found();
  }

  @Test
  void aNewOrChangedFileIsFoundOnceAndThoseOfBeforeAreNot() throws IOException {
    Trigger.File each = trigger(FileRuns.FILE, false);
    write("old.csv", "1", Duration.ofHours(1));
    assertThat(look(each)).isEmpty();

    write("new.csv", "12", Duration.ofMinutes(2));
    write("other.txt", "12", Duration.ofMinutes(2));
    assertThat(look(each))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.key()).startsWith("new.csv@2@");
              assertThat(found.parameters()).isEqualTo(Map.of("file", "new.csv"));
            });
    assertThat(look(each)).isEmpty();

    write("old.csv", "123", Duration.ofMinutes(1));
    assertThat(look(each)).extracting(Firing::key).singleElement().asString().contains("old.csv@3");
  }

  @Test
  void aFileThatIsStillWrittenIsWaitedFor() throws IOException {
    Trigger.File each = trigger(FileRuns.FILE, false);
    look(each);
    write("new.csv", "1", Duration.ofSeconds(3));
    assertThat(look(each)).isEmpty();

    write("new.csv", "1", Duration.ofSeconds(11));
    assertThat(look(each)).hasSize(1);
  }

  @Test
  void aBatchIsOneRunOfAllThatIsNewAndFilesThatAreThereCountIfWanted() throws IOException {
    Trigger.File batch = trigger(FileRuns.BATCH, true);
    write("a.csv", "1", Duration.ofMinutes(2));
    write("b.csv", "1", Duration.ofMinutes(1));

    assertThat(look(batch))
        .singleElement()
        .satisfies(found -> assertThat(found.parameters()).isEqualTo(Map.of("files", 2)));
    assertThat(look(batch)).isEmpty();
  }

  @Test
  void aFileThatIsGoneIsForgottenAndAMissingFolderIsAProblem() throws IOException {
    Trigger.File each = trigger(FileRuns.FILE, true);
    write("a.csv", "1", Duration.ofMinutes(2));
    look(each);
    Files.delete(root.resolve("a.csv"));
    look(each);
    assertThat(sight.files()).isEmpty();

    Trigger.File elsewhere =
        new Trigger.File(
            Optional.empty(),
            "IN",
            Optional.of("none"),
            Optional.empty(),
            null,
            null,
            false,
            null,
            null,
            Optional.empty(),
            Optional.empty());
    assertThat(look(elsewhere)).isEmpty();
    assertThat(sight.problem())
        .get()
        .extracting(Sight.Problem::message)
        .asString()
        .contains("none");
  }

  @Test
  void aSensorSeesAFileOnceItHasBeenUnchangedForAWhile() throws IOException {
    assertThatThrownBy(() -> sees("day/one"))
        .hasMessageContaining("there is no folder")
        .hasMessageContaining("one; make it");

    Files.createDirectories(root.resolve("day/one"));
    write("day/one/orders.csv", "1", Duration.ofSeconds(2));
    assertThat(sees("day/one")).isEmpty();

    write("day/one/orders.csv", "1", Duration.ofSeconds(20));
    assertThat(sees("day/one")).hasValueSatisfying(seen -> assertThat(seen).endsWith("orders.csv"));
  }

  private Optional<String> sees(String prefix) throws IOException {
    return looks().sees(connection(), prefix, Optional.of("*.csv"), Duration.ofSeconds(10));
  }
}
