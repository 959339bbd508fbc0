package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.ExecutionStatus;
import ai.matih.pipelines.http.api.json.Json;
import ai.matih.pipelines.persistence.projection.publicevents.PublicEvent;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class TopicsDocumentTest {
  private final JsonNode event = document().at("/components/schemas/JobEvent");

  @Test
  void aPublicEventHasTheFieldsOfTheDocumentAndNoOthers() {
    assertThat(fields(event)).isEqualTo(components(PublicEvent.class));
    assertThat(fields(event.at("/properties/execution")))
        .isEqualTo(components(PublicEvent.Run.class));
    assertThat(fields(event.at("/properties/execution/properties/failure")))
        .isEqualTo(components(PublicEvent.Why.class));
  }

  @Test
  void everyStatusOfARunHasItsEventInTheDocument() {
    assertThat(StreamSupport.stream(event.at("/properties/type/enum").spliterator(), false))
        .extracting(JsonNode::asText)
        .filteredOn(type -> type.startsWith("execution."))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ExecutionStatus.values())
                .map(status -> "execution." + status.name().toLowerCase(Locale.ROOT))
                .toList());
  }

  private static List<String> fields(JsonNode schema) {
    List<String> names = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static JsonNode document() {
    try (InputStream in = TopicsDocumentTest.class.getResourceAsStream("/asyncapi.yaml")) {
      return Json.mapper()
          .valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
