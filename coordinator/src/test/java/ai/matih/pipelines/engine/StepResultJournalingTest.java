package ai.matih.pipelines.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepResultJournalingTest {
  private static final ObjectMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).build();

  /** As a load leaves it that found its commit key: the columns are not looked at again. */
  @Test
  void aDatasetWithoutKnownColumnsIsReadAgain() throws Exception {
    StepResult result =
        new StepResult(
            1,
            1,
            0,
            0,
            0,
            List.of(),
            Optional.of(
                new DatasetVersion(
                    "postgres://h:1",
                    "d.t",
                    Optional.empty(),
                    "table",
                    List.of(),
                    Optional.empty())),
            Optional.empty(),
            Optional.of(new CommitKey("k")),
            true);

    assertThat(JSON.readValue(JSON.writeValueAsString(result), StepResult.class)).isEqualTo(result);
  }
}
