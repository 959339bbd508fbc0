package ai.matih.pipelines.persistence.journal;

import static ai.matih.pipelines.persistence.Samples.T0;
import static ai.matih.pipelines.persistence.Samples.TENANT;
import static ai.matih.pipelines.persistence.Samples.journaled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connection.ConnectionEvent;
import ai.matih.pipelines.entity.Journaled;
import ai.matih.pipelines.entity.Journaled.Wake;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.pipeline.PipelineEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalCodecTest {

  private final JournalCodec codec = JournalCodec.CURRENT;

  @ParameterizedTest
  @MethodSource("ai.matih.pipelines.persistence.Samples#everyEvent")
  void everyEventComesBackAsItWas(Object event) {
    var record = journaled(event);

    assertThat(codec.read(codec.manifest(record), codec.write(record))).isEqualTo(record);
  }

  @Test
  void everyEventTypeHasASampleAndAnEntryInTheFormat() {
    var declared =
        Stream.of(PipelineEvent.class, ExecutionEvent.class, ConnectionEvent.class)
            .flatMap(JournalCodecTest::records)
            .toList();

    assertThat(Samples.everyEvent()).extracting(Object::getClass).hasSameElementsAs(declared);
    assertThat(declared).allSatisfy(type -> JournalFormat.CURRENT.forType(type));
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(JournalCodecTest::records)
        : Stream.of(type);
  }

  @Test
  void theCauseAndTheDueTimeComeBackAsTheyWere() {
    var cause =
        new Cause("alice", Cause.Origin.KAFKA, Optional.of("c-1"), Optional.of("00-aa-bb-01"));
    for (var wake : List.of(new Wake.Unchanged(), new Wake.None(), new Wake.At(T0))) {
      var record =
          new Journaled<>(TENANT, new ExecutionEvent.EndSettled(), cause, T0.plusNanos(123), wake);

      assertThat(codec.read(codec.manifest(record), codec.write(record))).isEqualTo(record);
    }
  }

  @Test
  void theHeadIsReadableEvenIfTheEventIsNot() {
    var bytes = codec.write(journaled(new ExecutionEvent.EndSettled(), new Wake.At(T0)));

    var head = codec.readHead("from-the-future:9", bytes);

    assertThat(head.tenant()).isEqualTo(TENANT);
    assertThat(head.wake()).isEqualTo(new Wake.At(T0));
  }

  @Test
  void anEventOfANewerReleaseIsRefusedWithTheRemedy() {
    var bytes = codec.write(journaled(new ExecutionEvent.EndSettled()));

    for (var manifest :
        List.of("from-the-future:1", "end-settled:2", "end-settled", "end-settled:x")) {
      assertThatThrownBy(() -> codec.read(manifest, bytes))
          .as(manifest)
          .isInstanceOf(UnreadableRecord.class)
          .hasMessageContaining(manifest);
    }
  }

  @Test
  void anUnknownFieldIsNeverDropped() {
    var json =
        """
        {"tenant":"acme","occurredAt":"2026-01-02T03:04:05Z",\
        "cause":{"actor":"a","origin":"API"},"event":{"surprise":1}}""";

    assertThatThrownBy(() -> codec.read("end-settled:1", json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageContaining("surprise");
  }

  @Test
  void anOldVersionIsLiftedStepByStep() {
    record Renamed(String newest) {}
    var format =
        new JournalFormat(
            0,
            List.of(
                EventFormat.of(
                    "renamed",
                    Renamed.class,
                    event -> event.put("middle", event.remove("oldest").asText() + "!"),
                    event -> event.put("newest", event.remove("middle").asText() + "?"))));
    var json =
        """
        {"tenant":"acme","occurredAt":"2026-01-02T03:04:05Z",\
        "cause":{"actor":"a","origin":"API"},"event":{"%s":"text"}}""";

    var lifting = new JournalCodec(format);

    assertThat(
            lifting
                .read("renamed:1", json.formatted("oldest").getBytes(StandardCharsets.UTF_8))
                .event())
        .isEqualTo(new Renamed("text!?"));
    assertThat(
            lifting
                .read("renamed:2", json.formatted("middle").getBytes(StandardCharsets.UTF_8))
                .event())
        .isEqualTo(new Renamed("text?"));
    assertThat(
            lifting
                .read("renamed:3", json.formatted("newest").getBytes(StandardCharsets.UTF_8))
                .event())
        .isEqualTo(new Renamed("text"));
  }

  @Test
  void aCallIsWrittenOnceAllReadItAndOtherFindingsAsBefore() {
    assertThat(Samples.everyEvent())
        .filteredOn(PipelineEvent.TriggerFired.class::isInstance)
        .extracting(codec::level)
        .containsExactly(1, 1, 1, 2);
  }

  @Test
  void whatIsNewSaysFromWhichLevelItIsRead() {
    record Old(String text) {}
    record Wider(String text, String extra) {}
    record Brand(String text) {}
    var codec =
        new JournalCodec(
            new JournalFormat(
                0,
                List.of(
                    EventFormat.of("old", Old.class),
                    EventFormat.of("wider", Wider.class)
                        .since(1, event -> !((Wider) event).extra().isEmpty()),
                    EventFormat.of("brand", Brand.class).since(2))));

    assertThat(codec.level()).isEqualTo(2);
    assertThat(codec.level(new Old("a"))).isZero();
    assertThat(codec.level(new Wider("a", ""))).isZero();
    assertThat(codec.level(new Wider("a", "b"))).isEqualTo(1);
    assertThat(codec.level(new Brand("a"))).isEqualTo(2);
  }

  @Test
  void aChangeOfWhatNodesTellEachOtherRaisesTheLevelOfTheReleaseAndOfNoEvent() {
    record Old(String text) {}
    var codec = new JournalCodec(new JournalFormat(3, List.of(EventFormat.of("old", Old.class))));

    assertThat(codec.level()).isEqualTo(3);
    assertThat(codec.level(new Old("a"))).isZero();
  }
}
