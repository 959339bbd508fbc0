package ai.matih.pipelines.persistence.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.TestDatabase;
import ai.matih.pipelines.persistence.operations.AppliedResources.Owned;
import ai.matih.pipelines.persistence.operations.AppliedResources.Resource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppliedResourcesTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final Resource SALES = new Resource("pipeline", "sales", "pipeline-1");
  private static final Resource AGAIN = new Resource("pipeline", "sales", "pipeline-2");
  private static final Resource DB = new Resource("connection", "DB", "DB");
  private final TestDatabase database = TestDatabase.migrated();
  private final AppliedResources applied = new AppliedResources(database.pool());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatOneOwnerAppliedIsNotTakenOverByAnother() {
    assertThat(claim("git-a", SALES, DB)).isEmpty();

    assertThat(claim("git-b", SALES))
        .singleElement()
        .satisfies(other -> assertThat(other.owner()).isEqualTo("git-a"));
    assertThat(applied.of(ACME, "git-b")).isEmpty();
    assertThat(applied.of(ACME, "git-a")).extracting(Owned::resource).containsExactly(DB, SALES);
    assertThat(applied.of(new TenantId("rival"), "git-a")).isEmpty();
  }

  @Test
  void aPipelineMadeAnewIsWhoseItIsAppliedBy() {
    claim("git-a", SALES);

    assertThat(claim("git-b", AGAIN)).isEmpty();
    assertThat(applied.of(ACME, "git-a")).isEmpty();
  }

  @Test
  void onlyTheOwnerLetsGo() {
    claim("git-a", SALES);
    applied.release(ACME, "git-b", List.of(SALES));
    assertThat(applied.of(ACME, "git-a")).hasSize(1);

    applied.release(ACME, "git-a", List.of(SALES));
    assertThat(applied.of(ACME, "git-a")).isEmpty();
  }

  private List<Owned> claim(String owner, Resource... resources) {
    return applied.claim(ACME, owner, "ann", List.of(resources));
  }
}
