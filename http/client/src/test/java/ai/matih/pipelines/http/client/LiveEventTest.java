package ai.matih.pipelines.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveEventTest {

  @Test
  void eventsAreReadWithTypeIdAndAllTheirLines() {
    List<LiveEvent> events = read(": still here\n\nid: 4\nevent: log\ndata: one\ndata: two\n\n");

    assertThat(events).containsExactly(new LiveEvent("log", Optional.of("4"), "one\ntwo"));
  }

  @Test
  void anEventThatWasCutOffIsNotDelivered() {
    assertThat(read("event: log\ndata: half")).isEmpty();
  }

  @Test
  void readingEndsWhenTheListenerHasEnough() {
    List<LiveEvent> events = new ArrayList<>();

    LiveEvent.read(
        "data: 1\n\ndata: 2\n\n".lines().iterator(),
        event -> {
          events.add(event);
          return false;
        });

    assertThat(events).hasSize(1);
  }

  private static List<LiveEvent> read(String stream) {
    List<LiveEvent> events = new ArrayList<>();
    LiveEvent.read(stream.lines().iterator(), events::add);
    return events;
  }
}
