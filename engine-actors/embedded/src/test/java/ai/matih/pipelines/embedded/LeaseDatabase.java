package ai.matih.pipelines.embedded;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.Failure;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.StageResult;
import ai.matih.pipelines.engine.StepReport;
import ai.matih.pipelines.engine.WorkLeases;
import ai.matih.pipelines.persistence.lease.JdbcWorkLeases;
import ai.matih.pipelines.persistence.migration.Schema;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Work leases in a PostgreSQL of this JVM, emptied for each test. */
final class LeaseDatabase {
  private static final HikariDataSource POOL = start();

  private LeaseDatabase() {}

  private static HikariDataSource start() {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .start();
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
      config.setMaximumPoolSize(4);
      HikariDataSource pool = new HikariDataSource(config);
      Schema.migrate(pool);
      return pool;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JdbcWorkLeases emptied() {
    execute("TRUNCATE work_lease");
    return new JdbcWorkLeases(
        POOL, new JdbcWorkLeases.Memory(Duration.ofDays(7), Duration.ofDays(7)));
  }

  static EmbeddedEngineUnderTest.Store store() {
    JdbcWorkLeases leases = emptied();
    CutOff cutOff = new CutOff(leases);
    return new EmbeddedEngineUnderTest.Store(
        cutOff,
        cutOff::reachable,
        work -> execute("DELETE FROM work_lease WHERE work_id = '" + work + "'"),
        work -> execute("UPDATE work_lease SET result = NULL WHERE work_id = '" + work + "'"),
        leases::close);
  }

  private static void execute(String sql) {
    try (var connection = POOL.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The store behind a network that can be cut. */
  private static final class CutOff implements WorkLeases {
    private final WorkLeases behind;
    private volatile boolean reachable = true;

    private CutOff(WorkLeases behind) {
      this.behind = behind;
    }

    private void reachable(boolean answers) {
      reachable = answers;
    }

    private <T> CompletionStage<T> pass(Supplier<CompletionStage<T>> call) {
      return reachable
          ? call.get()
          : CompletableFuture.failedFuture(new StoreUnavailable("the network is cut", null));
    }

    @Override
    public CompletionStage<Boolean> submit(
        AttemptId work, String instance, long watch, StageOrder order) {
      return pass(() -> behind.submit(work, instance, watch, order));
    }

    @Override
    public CompletionStage<Optional<Lease>> submitClaimed(
        AttemptId work,
        String instance,
        long watch,
        StageOrder order,
        String owner,
        Duration lease) {
      return pass(() -> behind.submitClaimed(work, instance, watch, order, owner, lease));
    }

    @Override
    public CompletionStage<List<Lease>> claim(
        String instance, String owner, int most, Duration lease) {
      return pass(() -> behind.claim(instance, owner, most, lease));
    }

    @Override
    public CompletionStage<Optional<Lease>> claimOne(AttemptId work, String owner, Duration lease) {
      return pass(() -> behind.claimOne(work, owner, lease));
    }

    @Override
    public CompletionStage<Optional<Lease>> renew(
        AttemptId work, String owner, long epoch, List<StepReport> ended, Duration lease) {
      return pass(() -> behind.renew(work, owner, epoch, ended, lease));
    }

    @Override
    public CompletionStage<Boolean> complete(
        AttemptId work, String owner, long epoch, StageResult result) {
      return pass(() -> behind.complete(work, owner, epoch, result));
    }

    @Override
    public CompletionStage<Boolean> fail(
        AttemptId work, String owner, long epoch, Failure failure) {
      return pass(() -> behind.fail(work, owner, epoch, failure));
    }

    @Override
    public CompletionStage<Boolean> cancelled(AttemptId work, String owner, long epoch) {
      return pass(() -> behind.cancelled(work, owner, epoch));
    }

    @Override
    public CompletionStage<Optional<Lease>> askCancel(AttemptId work) {
      return pass(() -> behind.askCancel(work));
    }

    @Override
    public CompletionStage<Lease> fence(AttemptId work, String instance) {
      return pass(() -> behind.fence(work, instance));
    }

    @Override
    public CompletionStage<Optional<Lease>> observe(AttemptId work, long watch) {
      return pass(() -> behind.observe(work, watch));
    }
  }
}
