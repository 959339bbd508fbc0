package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.http.api.ApiUnderTest.Answered;
import ai.matih.pipelines.http.api.port.DeadLetterBox.Sender;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final byte[] TEXT = "no json".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BYTES = {0, 27, (byte) 0xff};
  private ApiUnderTest api;

  @BeforeEach
  void start() {
    api = new ApiUnderTest();
    api.node.letters.keep("commands-0-1", Optional.of(new Sender("acme", "etl")), TEXT);
    api.node.letters.keep("commands-0-2", Optional.empty(), BYTES);
    api.node.letters.keep("commands-0-3", Optional.of(new Sender("rival", "spy")), TEXT);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aTenantSeesItsOwnLettersAndThoseOfNobodyKnown() {
    assertThat(api.get("/v1/dead-letters").json().path("data"))
        .extracting(letter -> letter.path("id").asText())
        .containsExactly("commands-0-1", "commands-0-2");
    assertThat(api.get("/v1/dead-letters/commands-0-3").status()).isEqualTo(404);
    assertThat(replay("commands-0-3", "").status()).isEqualTo(404);
    assertThat(api.node.letters.sent).isEmpty();
  }

  @Test
  void bytesAreShownAsTheyWereAndAsTextOnlyIfTheyAre() {
    var text = api.get("/v1/dead-letters/commands-0-1").json();
    var bytes = api.get("/v1/dead-letters/commands-0-2").json();

    assertThat(text.at("/content/text").asText()).isEqualTo("no json");
    assertThat(bytes.path("content").has("text")).isFalse();
    assertThat(Base64.getDecoder().decode(bytes.at("/content/base64").asText())).isEqualTo(BYTES);
    assertThat(text.path("reason").asText()).isEqualTo("not JSON");
    assertThat(text.at("/origin/offset").asInt()).isEqualTo(7);
  }

  @Test
  void aReplayGoesInTheOperatorsNameAndKeepsTheSendersKeys() {
    Answered answered = replay("commands-0-1", "{\"comment\": \"fixed\"}");

    assertThat(answered.status()).isEqualTo(200);
    assertThat(answered.json().path("state").asText()).isEqualTo("REPLAYED");
    assertThat(api.node.letters.sent)
        .singleElement()
        .satisfies(
            sent ->
                assertThat(sent.headers())
                    .containsEntry("x-replay-of", "commands-0-1")
                    .containsEntry("authorization", "Bearer " + api.token)
                    .containsEntry("x-on-behalf-of", "etl"));
    assertThat(api.node.letters.actions)
        .singleElement()
        .satisfies(
            action -> {
              assertThat(action.actor()).isEqualTo("ann");
              assertThat(action.outcome()).contains("done");
            });
  }

  @Test
  void aSecondReplaySaysSoAndHappensOnlyIfThatIsMeant() {
    replay("commands-0-1", "");

    Answered second = replay("commands-0-1", "");

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().at("/error/message").asText()).contains("replayed already");
    assertThat(api.node.letters.sent).hasSize(1);
    assertThat(replay("commands-0-1", "{\"again\": true}").status()).isEqualTo(200);
    assertThat(api.node.letters.sent).hasSize(2);
  }

  @Test
  void aReplayThatDidNotArriveIsNotedAndCanBeRepeated() {
    api.node.letters.broken = true;

    assertThat(replay("commands-0-1", "").status()).isEqualTo(503);
    assertThat(api.node.letters.actions.getFirst().outcome().orElseThrow()).startsWith("failed");
    assertThat(api.get("/v1/dead-letters/commands-0-1").json().path("state").asText())
        .isEqualTo("OPEN");
    assertThat(replay("commands-0-1", "").status()).isEqualTo(200);
  }

  @Test
  void whatIsDiscardedIsShownOnlyToWhoAsksForAll() {
    for (int i = 0; i < 2; i++) {
      assertThat(api.post("/v1/dead-letters/commands-0-2/discard", "{}").status()).isEqualTo(200);
    }

    assertThat(api.node.letters.actions).hasSize(1);
    assertThat(api.get("/v1/dead-letters").json().path("data")).hasSize(1);
    assertThat(api.get("/v1/dead-letters?all=true").json().path("data"))
        .extracting(letter -> letter.path("state").asText())
        .containsExactly("OPEN", "DISCARDED");
  }

  @Test
  void whoIsNoAdministratorSeesNothing() {
    String engineer = ApiUnderTest.token("acme", List.of("data_engineer"));

    assertThat(
            api.send("GET", "/v1/dead-letters", "", Map.of("Authorization", "Bearer " + engineer))
                .status())
        .isEqualTo(403);
  }

  @Test
  void aTopicThatKeepsNoneIsNamedWithThoseThatDo() {
    assertThat(api.get("/v1/dead-letters?topic=nothing").json().toString())
        .contains("engine.events");
  }

  private Answered replay(String id, String body) {
    return api.post("/v1/dead-letters/" + id + "/replay", body);
  }
}
