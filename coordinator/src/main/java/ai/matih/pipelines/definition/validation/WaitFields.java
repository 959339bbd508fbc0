package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.Placeholders;
import ai.matih.pipelines.definition.WaitTimes;
import ai.matih.pipelines.definition.language.Reading;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** What is waited for is looked at no more than once a second, and a time can be read. */
final class WaitFields implements Rule {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Override
  public void check(Draft draft, Reading reading) {
    JsonNode waits = draft.orchestration().value().path("wait_for");
    for (int i = 0; i < waits.size(); i++) {
      String path = "orchestration.wait_for[" + i + "]";
      Draft.Part wait = new Draft.Part(path, waits.get(i).path("name").asText(), waits.get(i));
      if (wait.has("poke_interval") && wait.duration("poke_interval").compareTo(SHORTEST) < 0) {
        reading.error(
            "out_of_range",
            wait.at("poke_interval"),
            "it is looked at most once a second",
            "Give 1s or more.");
      }
      String until = wait.value().path("until").asText();
      if (!until.isEmpty() && Placeholders.in(until).isEmpty() && !isTime(until)) {
        reading.error(
            "invalid_value",
            wait.at("until"),
            until + " is no time",
            "Write HH:MM, as in \"06:30\", or a date and time with its zone, as in"
                + " \"2026-01-31T06:30:00Z\".");
      }
    }
  }

  private static boolean isTime(String until) {
    try {
      WaitTimes.of(until, ZoneOffset.UTC, Instant.EPOCH);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
