package ai.matih.pipelines.http.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.client.DeadLetterView;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadLetterTextTest {
  private static final String STEERING = "\u001b]0;owned\u0007\u202e";

  @Test
  void nothingOfALetterSteersTheTerminal() {
    DeadLetterView letter =
        letter(
            new DeadLetterView.Content(
                Map.of("h" + STEERING, STEERING), "", Optional.of("a\n" + STEERING)));

    assertThat(String.join("\n", DeadLetterText.whole(letter)))
        .contains("\\u001b]0;owned\\u0007\\u202e")
        .doesNotContain("\u001b", "\u0007", "\u202e");
    assertThat(String.join("\n", DeadLetterText.table(List.of(letter)).lines()))
        .doesNotContain("\u001b", "\u0007", "\u202e");
  }

  @Test
  void bytesThatAreNoTextAreDumped() {
    String base64 = Base64.getEncoder().encodeToString(new byte[] {0, 'a', (byte) 0xff});

    assertThat(
            DeadLetterText.whole(
                letter(new DeadLetterView.Content(Map.of(), base64, Optional.empty()))))
        .anySatisfy(line -> assertThat(line).contains("00000000  00 61 ff").endsWith(".a."));
  }

  private static DeadLetterView letter(DeadLetterView.Content content) {
    return new DeadLetterView(
        "commands-0-1",
        "commands",
        "OPEN",
        "reason" + STEERING,
        Instant.EPOCH,
        new DeadLetterView.Origin("matih.pipelines.commands", 0, 7),
        Optional.of("ann" + STEERING),
        Optional.of("key" + STEERING),
        3,
        List.of(),
        Optional.of(content));
  }
}
