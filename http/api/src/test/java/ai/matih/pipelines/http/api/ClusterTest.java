package ai.matih.pipelines.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.persistence.operations.OperatorAction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterTest {
  private ApiUnderTest api;

  @BeforeEach
  void start() {
    api = new ApiUnderTest();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void whatAnOperatorDoesIsDoneAndAudited() {
    for (String path :
        List.of(
            "members/127.0.0.1:2551/leave",
            "readers/public-events/pause",
            "readers/public-events/resume")) {
      assertThat(api.post("/v1/cluster/" + path, "").status()).as(path).isEqualTo(204);
    }
    assertThat(api.post("/v1/cluster/readers/public-events/rewind", "{\"position\": 3}").status())
        .isEqualTo(204);

    assertThat(api.node.cluster.done)
        .containsExactly(
            "leave 127.0.0.1:2551",
            "pause public-events",
            "resume public-events",
            "rewind public-events 3");
    assertThat(api.node.letters.actions)
        .extracting(OperatorAction::action)
        .containsExactly("cluster.leave", "reader.pause", "reader.resume", "reader.rewind");
    assertThat(api.get("/v1/cluster/actions").json().at("/data/0/action").asText())
        .isEqualTo("reader.rewind");
  }

  @Test
  void aNodeIsDrainedOnlyIfAnotherOfItsRolesIsLeft() {
    var refused = api.post("/v1/cluster/members/127.0.0.1:2551/drain", "");
    assertThat(refused.status()).as("the other one is away").isEqualTo(409);
    assertThat(refused.json().toString()).contains("role core", "undrain");
    assertThat(api.node.cluster.done).isEmpty();

    assertThat(api.post("/v1/cluster/members/127.0.0.1:2552/drain", "").status()).isEqualTo(204);
    assertThat(api.post("/v1/cluster/members/127.0.0.1:2552/undrain", "").status()).isEqualTo(204);
    assertThat(api.node.cluster.done)
        .containsExactly("drain 127.0.0.1:2552", "undrain 127.0.0.1:2552");
    assertThat(api.node.letters.actions)
        .extracting(OperatorAction::action)
        .containsExactly("cluster.drain", "cluster.drain", "cluster.undrain");
  }

  @Test
  void theOnlyNodeNeitherLeavesNorIsDeclaredDead() {
    api.node.cluster.alone = true;

    for (String action : List.of("leave", "down")) {
      var answer = api.post("/v1/cluster/members/127.0.0.1:2551/" + action, "");
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.json().toString()).contains("matih down");
    }
    assertThat(api.node.cluster.done).isEmpty();
  }

  @Test
  void onlyANodeThatIsAwayIsDeclaredDead() {
    assertThat(api.post("/v1/cluster/members/127.0.0.1:2551/down", "").status()).isEqualTo(409);
    assertThat(api.node.cluster.done).isEmpty();

    assertThat(api.post("/v1/cluster/members/127.0.0.1:2552/down", "").status()).isEqualTo(204);
    assertThat(api.node.cluster.done).containsExactly("down 127.0.0.1:2552");
  }

  @Test
  void theWakeUpIndexIsNeitherStoppedNorSetBack() {
    for (String action : List.of("pause", "resume", "rewind")) {
      assertThat(api.post("/v1/cluster/readers/read-model/" + action, "").status()).isEqualTo(409);
    }
    assertThat(api.node.cluster.done).isEmpty();
  }

  @Test
  void aReaderGoesBackOnly() {
    assertThat(api.post("/v1/cluster/readers/public-events/rewind", "{\"position\": 11}").status())
        .isEqualTo(400);
    assertThat(api.node.cluster.done).isEmpty();
  }

  @Test
  void whoIsNoMemberOrReaderIsNotFoundAndTheTryIsAudited() {
    assertThat(api.post("/v1/cluster/members/10.0.0.9:1/down", "").status()).isEqualTo(404);
    assertThat(api.post("/v1/cluster/readers/nobody/pause", "").status()).isEqualTo(404);
    assertThat(api.node.letters.actions.getFirst().outcome().orElseThrow()).startsWith("failed");
  }

  @Test
  void onlyAnAdministratorSeesIt() {
    String engineer = "Bearer " + ApiUnderTest.token("acme", List.of("data_engineer"));

    assertThat(api.send("GET", "/v1/cluster", "", Map.of("Authorization", engineer)).status())
        .isEqualTo(403);
    assertThat(api.get("/v1/cluster").json().at("/members/0/node").asText())
        .isEqualTo("127.0.0.1:2551");
  }
}
