package ai.matih.pipelines.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.ExecutionEvent.ExecutionStarted;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.persistence.Samples;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RepeatedPartsTest {

  @Test
  void runsOfOnePlanShareItAndTheirPrices() {
    var first = read(written("k1"));
    var second = read(written("k2"));

    assertThat(first).isEqualTo(Samples.spec("k1"));
    assertThat(second).isEqualTo(Samples.spec("k2"));
    assertThat(second.plan()).isSameAs(first.plan());
    assertThat(second.prices()).isSameAs(first.prices());
  }

  @Test
  void aPlanThatDiffersInOneLetterIsReadAsItIs() {
    var first = read(written("k1"));
    var other = read(written("k1").replace("avg(delay)", "min(delay)"));

    assertThat(other.plan()).isNotEqualTo(first.plan());
    assertThat(other.plan().toString())
        .isEqualTo(first.plan().toString().replace("avg(delay)", "min(delay)"));
  }

  @Test
  void lettersOfSeveralBytesBeforeAPlanDoNotMoveIt() {
    var actor = "\"actor\":\"\u00e4\u20ac\ud83d\ude00";
    var moved = written("k1").replaceFirst("\"actor\":\"", actor);

    assertThat(moved).contains(actor);
    assertThat(read(moved)).isEqualTo(Samples.spec("k1"));
  }

  @Test
  void aPlanThatWasWrittenBeforeIsWrittenTheSame() throws Exception {
    var spec = Samples.spec("k1");
    var first = Json.MAPPER.writeValueAsBytes(spec);
    var again = Json.MAPPER.writeValueAsBytes(spec);

    assertThat(again).isEqualTo(first);
    assertThat(Json.MAPPER.readTree(again).toString())
        .isEqualTo(Json.MAPPER.valueToTree(spec).toString());
  }

  @Test
  void whatIsWrittenToBeReadByPeopleStaysIndented() throws Exception {
    var spec = Samples.spec("k1");
    Json.MAPPER.writeValueAsBytes(spec);

    var pretty = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(spec.plan());

    assertThat(pretty.lines().count()).isGreaterThan(10);
  }

  private static String written(String run) {
    var record = Samples.journaled(new ExecutionStarted(Samples.spec(run)));
    return new String(JournalCodec.CURRENT.write(record), StandardCharsets.UTF_8);
  }

  private static ExecutionSpec read(String record) {
    var bytes = record.getBytes(StandardCharsets.UTF_8);
    return ((ExecutionStarted) JournalCodec.CURRENT.read("execution-started:1", bytes).event())
        .spec();
  }
}
