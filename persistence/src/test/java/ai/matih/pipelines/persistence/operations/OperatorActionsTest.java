package ai.matih.pipelines.persistence.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.TestDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorActionsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Cause ANN = Cause.of("ann", Cause.Origin.API);
  private final TestDatabase database = TestDatabase.migrated();
  private final OperatorActions actions = new OperatorActions(database.pool());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatIsAboutToBeDoneIsThereBeforeItsOutcomeAndKeepsTheFirst() {
    long id = begin(ACME, "x", Optional.empty());
    assertThat(actions.of(List.of("x")))
        .singleElement()
        .satisfies(
            action -> {
              assertThat(action.outcome()).isEmpty();
              assertThat(action.mayBeDone()).isTrue();
              assertThat(action.actor()).isEqualTo("ann");
              assertThat(action.details()).contains("why");
            });

    actions.end(id, "failed: no Kafka");
    actions.end(id, OperatorAction.DONE);

    assertThat(actions.of(List.of("x")).getFirst().mayBeDone()).isFalse();
  }

  @Test
  void whatCanBeDoneOnceOnlyIsRefusedASecondTime() {
    begin(ACME, "x", Optional.of("replay x"));

    assertThat(actions.begin(ACME, ANN, "replay", "x", "{}", Optional.of("replay x"))).isEmpty();
    assertThat(actions.of(List.of("x"))).hasSize(1);
  }

  @Test
  void aTenantReadsItsOwnTheNewestFirst() {
    long first = begin(ACME, "a", Optional.empty());
    long second = begin(ACME, "b", Optional.empty());
    begin(new TenantId("rival"), "c", Optional.empty());

    assertThat(actions.newest(ACME, Long.MAX_VALUE, 10))
        .extracting(OperatorAction::id)
        .containsExactly(second, first);
    assertThat(actions.newest(ACME, second, 10))
        .extracting(OperatorAction::id)
        .containsExactly(first);
  }

  private long begin(TenantId tenant, String target, Optional<String> once) {
    return actions
        .begin(tenant, ANN, "replay", target, "{\"comment\": \"why\"}", once)
        .orElseThrow();
  }
}
