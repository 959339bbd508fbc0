package ai.matih.pipelines.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.persistence.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Journals as released versions wrote them, one record a line: manifest, a tab, the JSON. They are
 * never edited; a new format gets a new file, written by {@code -Dmatih.record.journal=FILE}.
 */
class RecordedJournalTest {

  @Test
  void theJournalOfRelease01IsReadToTheSameEvents() throws IOException {
    var replayed = replay("/recorded-journals/0.1.journal");

    assertThat(replayed).hasSizeGreaterThan(30);
    assertThat(Samples.everyEvent()).containsSubsequence(replayed);
  }

  @Test
  void theJournalWithSchedulesAndBudgetsIsReadToTheSameEvents() throws IOException {
    var replayed = replay("/recorded-journals/0.1-schedules.journal");

    assertThat(replayed).hasSizeGreaterThan(35);
    assertThat(Samples.everyEvent()).containsSubsequence(replayed);
  }

  @Test
  void theJournalWithBackfillsIsReadToTheSameEvents() throws IOException {
    var replayed = replay("/recorded-journals/0.1-backfills.journal");

    assertThat(replayed).hasSizeGreaterThan(45);
    assertThat(Samples.everyEvent()).containsSubsequence(replayed);
  }

  @Test
  void theJournalWithSlasAndNotificationsIsReadToTheSameEvents() throws IOException {
    var replayed = replay("/recorded-journals/0.1-notified.journal");

    assertThat(replayed).hasSizeGreaterThan(50);
    assertThat(Samples.everyEvent()).containsSubsequence(replayed);
  }

  @Test
  void theJournalWithTriggersIsReadToTheSameEvents() throws IOException {
    var replayed = replay("/recorded-journals/0.1-triggers.journal");

    assertThat(replayed).hasSizeGreaterThan(55);
    assertThat(Samples.everyEvent()).containsSubsequence(replayed);
  }

  @Test
  void theJournalWithCallsIsReadToTheSameEvents() throws IOException {
    var replayed = replay("/recorded-journals/0.1-calls.journal");

    assertThat(replayed).hasSizeGreaterThan(60);
    assertThat(Samples.everyEvent()).containsSubsequence(replayed);
  }

  @Test
  void theJournalWithPausedTriggersIsReadToTheSameEvents() throws IOException {
    var replayed = replay("/recorded-journals/0.1-paused-triggers.journal");

    assertThat(replayed).hasSizeGreaterThan(62);
    assertThat(Samples.everyEvent()).containsSubsequence(replayed);
  }

  @Test
  void theJournalOfThisReleaseCanBeRecorded() throws IOException {
    var lines =
        Samples.everyEvent().stream()
            .map(Samples::journaled)
            .map(
                record ->
                    JournalCodec.CURRENT.manifest(record)
                        + "\t"
                        + new String(JournalCodec.CURRENT.write(record), StandardCharsets.UTF_8))
            .toList();
    var target = System.getProperty("matih.record.journal");
    if (target != null) {
      Files.write(Path.of(target), lines);
    }

    assertThat(lines).allMatch(line -> line.indexOf('\n') < 0);
  }

  private static List<Object> replay(String resource) throws IOException {
    try (var stream = RecordedJournalTest.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .<Object>map(
              line -> {
                int tab = line.indexOf('\t');
                var json = line.substring(tab + 1).getBytes(StandardCharsets.UTF_8);
                return JournalCodec.CURRENT.read(line.substring(0, tab), json).event();
              })
          .toList();
    }
  }
}
