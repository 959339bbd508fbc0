package ai.matih.pipelines.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WayInTest {
  private static final List<String> SEEDS = List.of("a:1", "b:1");

  @Test
  void theFirstSeedMayFoundAClusterIfNobodyIsKnownToBeAMember() {
    assertThat(WayIn.order(SEEDS, "a:1", List.of())).startsWith("a:1");
  }

  @Test
  void whoKnowsOfAMemberAsksItAndFoundsNothing() {
    assertThat(WayIn.order(SEEDS, "a:1", List.of("c:1"))).containsExactly("c:1", "b:1");
    assertThat(WayIn.order(List.of("a:1"), "a:1", List.of("c:1"))).containsExactly("c:1");
  }
}
