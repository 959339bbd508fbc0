package ai.matih.pipelines.http.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LineageTextTest {
  private final JsonNode lineage = read();

  @Test
  void whatEnteredAndLeftTheRunIsShownShortAndToldInFull() {
    assertThat(LineageText.whole(lineage)).isEqualTo("in.csv -> out");
    assertThat(LineageText.datasets(lineage))
        .hasToString("{\"inputs\":[\"raw/in.csv\"],\"outputs\":[\"lake/out\"]}");
  }

  @Test
  void aStepThatOnlyReadsPointsNowhere() {
    assertThat(LineageText.steps(lineage)).contains("p.check   COMPLETE   rows");
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper()
          .readTree(
              """
              {"events":[
               {"eventType":"COMPLETE","job":{"name":"p.read"},
                "inputs":[{"name":"raw/in.csv"}],"outputs":[{"name":"rows"}]},
               {"eventType":"COMPLETE","job":{"name":"p.check"},
                "inputs":[{"name":"rows"}],"outputs":[]},
               {"eventType":"COMPLETE","job":{"name":"p.load"},
                "inputs":[{"name":"rows"}],"outputs":[{"name":"lake/out"}]}]}
              """);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
