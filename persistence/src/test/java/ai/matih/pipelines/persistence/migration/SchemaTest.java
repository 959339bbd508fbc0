package ai.matih.pipelines.persistence.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.persistence.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
    try (var database = newer("999")) {
      assertRefused(database);
    }
  }

  @Test
  void anOlderReleaseStartsOnWhatSaysThatItCanLiveWithIt() {
    try (var database = newer("998", "999")) {
      tolerate(database, 998, KNOWN);
      tolerate(database, 999, KNOWN - 1);

      Schema.migrate(database.pool());

      SchemaState state = Schema.state(database.pool());
      assertThat(state.current()).isTrue();
      assertThat(state.pending()).isEmpty();
      assertThat(state.standing()).contains("999", "newer release", "can live with it");
    }
  }

  @Test
  void oneOfSeveralMigrationsThatDoesNotSaySoIsEnoughToRefuse() {
    try (var database = newer("998", "999")) {
      tolerate(database, 999, KNOWN);
      assertRefused(database);

      tolerate(database, 998, KNOWN + 1);
      assertRefused(database);
    }
  }

  @Test
  void aMigrationThatOlderReleasesCanLiveWithOnlyAdds() throws Exception {
    for (var file : migrations()) {
      var sql = Files.readString(file).replaceAll("--.*", "");
      if (sql.contains("INTO schema_tolerance")) {
        assertThat(file.getFileName().toString())
            .startsWith(
                "V"
                    + sql.replaceAll("(?s).*INTO schema_tolerance.*?VALUES \\((\\d+),.*", "$1")
                    + "_");
        assertThat(sql.toUpperCase(Locale.ROOT))
            .as("of %s", file)
            .doesNotContain("DROP ", "RENAME ", "ALTER COLUMN", "DELETE ", "TRUNCATE ", "UPDATE ");
      }
    }
  }

  private static final int KNOWN = Integer.parseInt(Schema.VERSION);

  private static TestDatabase newer(String... versions) {
    var database = TestDatabase.empty();
    Schema.migrate(database.pool());
    for (var version : versions) {
      database.execute(
          "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
              + " installed_by, execution_time, success)"
              + " VALUES (%1$s, '%1$s', 'later', 'SQL', 'V%1$s__later.sql', 'x', 1, true)"
                  .formatted(version));
    }
    return database;
  }

  private static void tolerate(TestDatabase database, int version, int oldest) {
    database.execute(
        "INSERT INTO schema_tolerance (version, oldest) VALUES (%d, %d)"
            .formatted(version, oldest));
  }

  private static void assertRefused(TestDatabase database) {
    assertThat(Schema.state(database.pool()).refused()).isTrue();
    assertThat(Schema.state(database.pool()).current()).isFalse();
    assertThatThrownBy(() -> Schema.migrate(database.pool()))
        .hasMessageContaining("999")
        .hasMessageContaining("newer release");
  }

  @Test
  void theStatedVersionIsThatOfTheNewestMigration() throws Exception {
    var newest =
        migrations().stream()
            .map(file -> file.getFileName().toString().replaceAll("^V(\\d+)__.*", "$1"))
            .mapToInt(Integer::parseInt)
            .max();

    assertThat(newest).hasValue(KNOWN);
  }

  private static List<Path> migrations() throws Exception {
    var folder = Path.of(SchemaTest.class.getResource("/db/migration").toURI());
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".sql")).toList();
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
