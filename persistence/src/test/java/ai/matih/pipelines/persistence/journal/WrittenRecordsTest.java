package ai.matih.pipelines.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.ExecutionEvent.EndSettled;
import ai.matih.pipelines.execution.ExecutionEvent.SlotAsked;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.projection.JournalEntry;
import org.junit.jupiter.api.Test;

class WrittenRecordsTest {

  private final JournalSerializer serializer = new JournalSerializer();

  @Test
  void whatWasWrittenHereIsReadBackWithoutParsing() {
    var event = new SlotAsked("written-here");
    var bytes = serializer.toBinary(Samples.journaled(event));

    var entry = new JournalEntry(1, "execution|x", 1, "slot-asked:1", bytes.clone());

    assertThat(entry.event()).isSameAs(event);
  }

  @Test
  void whatDiffersInOneByteIsReadAsItIs() {
    var bytes = serializer.toBinary(Samples.journaled(new SlotAsked("stage-1")));
    bytes = new String(bytes).replace("stage-1", "stage-2").getBytes();

    var entry = new JournalEntry(1, "execution|x", 1, "slot-asked:1", bytes);

    assertThat(entry.event()).isEqualTo(new SlotAsked("stage-2"));
  }

  @Test
  void aRecordThatFellFromTheSupplyIsParsed() {
    var first = Samples.journaled(new SlotAsked("first"));
    var bytes = serializer.toBinary(first);
    for (int i = 0; i < 50_000; i++) {
      serializer.toBinary(Samples.journaled(new SlotAsked("other-" + i)));
    }

    assertThat(WrittenRecords.take(bytes)).isEmpty();
    assertThat(new JournalEntry(1, "execution|x", 1, "slot-asked:1", bytes).event())
        .isEqualTo(first.event());
  }

  @Test
  void aHugeRecordIsNotHeld() {
    var bytes = serializer.toBinary(Samples.journaled(new SlotAsked("s".repeat(20_000))));

    assertThat(WrittenRecords.take(bytes)).isEmpty();
  }

  @Test
  void whatWasTakenIsHeldNoLonger() {
    var bytes = serializer.toBinary(Samples.journaled(new EndSettled()));

    assertThat(WrittenRecords.take(bytes)).isPresent();
    assertThat(WrittenRecords.take(bytes)).isEmpty();
  }
}
