package ai.matih.pipelines.persistence.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.persistence.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SchemaTest {

  @Test
  void twoNodesMayMigrateAtOnceAndLaterAgain() {
    try (var database = TestDatabase.empty()) {
      var other = CompletableFuture.runAsync(() -> Schema.migrate(database.pool()));
      Schema.migrate(database.pool());
      other.join();
      Schema.migrate(database.pool());

      assertThat(database.query("SELECT version FROM flyway_schema_history ORDER BY 1"))
          .contains(Schema.VERSION);
    }
  }

  @Test
  void whatIsMissingIsSaidAndNothingIsChangedByAsking() {
    try (var database = TestDatabase.empty()) {
      SchemaState empty = Schema.state(database.pool());
      assertThat(empty.version()).isZero();
      assertThat(empty.pending()).hasSize(empty.known());
      assertThat(Schema.state(database.pool())).isEqualTo(empty);

      Schema.migrate(database.pool());

      assertThat(Schema.state(database.pool()).current()).isTrue();
      assertThat(Schema.state(database.pool()).pending()).isEmpty();
    }
  }

  @Test
  void aSchemaOfANewerReleaseIsRefusedAndLeftAlone() {
    try (var database = TestDatabase.empty()) {
      Schema.migrate(database.pool());
      database.execute(
          "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
              + " installed_by, execution_time, success)"
              + " VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 'x', 1, true)");

      assertThat(Schema.state(database.pool()).newer()).isTrue();
      assertThatThrownBy(() -> Schema.migrate(database.pool()))
          .hasMessageContaining("999")
          .hasMessageContaining("newer release");
    }
  }

  @Test
  void theStatedVersionIsThatOfTheNewestMigration() throws Exception {
    var folder = Path.of(SchemaTest.class.getResource("/db/migration").toURI());
    try (var files = Files.list(folder)) {
      var newest =
          files
              .map(file -> file.getFileName().toString().replaceAll("^V(\\d+)__.*", "$1"))
              .mapToInt(Integer::parseInt)
              .max();

      assertThat(newest).hasValue(Integer.parseInt(Schema.VERSION));
    }
  }

  @Test
  void theSequenceOfTheJournalIsNotCached() {
    try (var database = TestDatabase.migrated()) {
      assertThat(
              database.query(
                  "SELECT cache_size FROM pg_sequences WHERE sequencename = 'event_journal_ordering_seq'"))
          .containsExactly("1");
    }
  }
}
