package ai.matih.pipelines.persistence.variable;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.TestDatabase;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VariableStoreTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId RIVAL = new TenantId("rival");
  private static final Cause ANN = Cause.of("ann", Cause.Origin.API);
  private final TestDatabase database = TestDatabase.migrated();
  private final VariableStore store = new VariableStore(database.pool());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aValueKeepsItsTypeAndTheSameAgainMakesNoRevision() {
    for (Object value : List.of("007", 7, true, new BigDecimal("0.5"))) {
      set("A", value);
      int revision = set("A", value).revision();

      assertThat(store.values(ACME, List.of("A", "B"))).isEqualTo(Map.of("A", value));
      assertThat(store.history(ACME, "A").getFirst().revision()).isEqualTo(revision);
    }
    assertThat(store.history(ACME, "A")).hasSize(4);
  }

  @Test
  void whatEndedIsNoLongerThereButItsHistoryIs() {
    set("A", "x");
    assertThat(store.change(ACME, "A", Optional.empty(), ANN)).isPresent();
    assertThat(store.change(ACME, "A", Optional.empty(), ANN)).isEmpty();
    assertThat(store.list(ACME)).isEmpty();
    assertThat(store.values(ACME, List.of("A"))).isEmpty();

    set("A", "y");

    assertThat(store.history(ACME, "A"))
        .extracting(VariableRevision::value)
        .containsExactly(Optional.of("y"), Optional.empty(), Optional.of("x"));
    assertThat(store.history(ACME, "A"))
        .allSatisfy(one -> assertThat(one.changedBy()).isEqualTo("ann"));
  }

  @Test
  void tenantsDoNotSeeEachOthers() {
    set("A", "x");

    assertThat(store.list(RIVAL)).isEmpty();
    assertThat(store.values(RIVAL, List.of("A"))).isEmpty();
    assertThat(store.history(RIVAL, "A")).isEmpty();
  }

  @Test
  void changesAtOnceAllGetARevisionOfTheirOwn() {
    CompletableFuture.allOf(
            IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> set("A", i)))
                .toArray(CompletableFuture<?>[]::new))
        .join();

    assertThat(store.history(ACME, "A"))
        .extracting(VariableRevision::revision)
        .containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
  }

  private VariableRevision set(String name, Object value) {
    return store.change(ACME, name, Optional.of(value), ANN).orElseThrow();
  }
}
