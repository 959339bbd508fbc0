package ai.matih.pipelines.persistence.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.persistence.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterMembersTest {
  private static final Duration RECENTLY = Duration.ofSeconds(10);
  private final TestDatabase database = TestDatabase.migrated();
  private final ClusterMembers members = new ClusterMembers(database.pool());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whoSaysSoIsAMemberUntilItIsSilentOrGone() throws Exception {
    members.seen("10.0.0.1:25520");
    members.seen("10.0.0.2:25520");
    members.seen("10.0.0.2:25520");
    members.seen("10.0.0.3:25520");
    members.gone("10.0.0.3:25520");

    assertThat(members.others("10.0.0.1:25520", RECENTLY)).containsExactly("10.0.0.2:25520");

    try (var connection = database.pool().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("UPDATE cluster_member SET seen_at = seen_at - INTERVAL '11 s'");
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    }
    assertThat(members.others("10.0.0.1:25520", RECENTLY)).isEmpty();
    members.seen("10.0.0.1:25520");
    members.forget(RECENTLY);
    assertThat(database.query("SELECT address FROM cluster_member"))
        .containsExactly("10.0.0.1:25520");
  }
}
