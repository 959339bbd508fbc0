package ai.matih.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.WriteMode;
import ai.matih.pipelines.engine.CommitKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every sink keeps: rows once, whole, and from the newest owner only (design 3.5). */
public abstract class SinkContract {
  private static final String THREE = "SELECT i AS id, 'n' || i AS name FROM range(3) t(i)";
  private static final String FIVE = "SELECT i AS id, 'm' || i AS name FROM range(5) t(i)";

  @TempDir protected Path temp;
  private SinkConnector connector;

  /** The sink under test. */
  protected abstract SinkConnector connector();

  protected abstract ResolvedConnection connection();

  /** A sink that writes to a target of this test. */
  protected abstract Sink sink(WriteMode mode, boolean allowEmpty);

  protected abstract String target();

  /** The {@code id} values that a reader of the target sees, sorted. */
  protected abstract List<Integer> visible();

  @BeforeEach
  void start() {
    connector = connector();
  }

  @Test
  void appendsAddUp() {
    assertThat(load("k1", WriteMode.APPEND, THREE, 1).rows()).isEqualTo(3);
    assertThat(load("k2", WriteMode.APPEND, FIVE, 1).alreadyCommitted()).isFalse();
    assertThat(visible()).containsExactly(0, 0, 1, 1, 2, 2, 3, 4);
  }

  @Test
  void anAppendIsCommittedOncePerKeyWhateverComes() {
    load("k", WriteMode.APPEND, THREE, 1);
    Loaded again = load("k", WriteMode.APPEND, FIVE, 2);
    assertThat(again.alreadyCommitted()).isTrue();
    assertThat(again.rows()).isEqualTo(3);
    assertThat(visible()).containsExactly(0, 1, 2);
  }

  @Test
  void anOverwriteReplacesAllRows() {
    load("k1", WriteMode.OVERWRITE, FIVE, 1);
    load("k2", WriteMode.OVERWRITE, THREE, 1);
    assertThat(visible()).containsExactly(0, 1, 2);
  }

  @Test
  void aRetriedOverwriteDoesNotUndoALaterOne() {
    load("k1", WriteMode.OVERWRITE, FIVE, 1);
    load("k2", WriteMode.OVERWRITE, THREE, 1);
    assertThat(load("k1", WriteMode.OVERWRITE, FIVE, 2).alreadyCommitted()).isTrue();
    assertThat(visible()).containsExactly(0, 1, 2);
  }

  @Test
  void anOverwriteOfOtherRowsUnderTheSameKeyIsANewCommit() {
    load("k", WriteMode.OVERWRITE, FIVE, 1);
    assertThat(load("k", WriteMode.OVERWRITE, THREE, 1).alreadyCommitted()).isFalse();
    assertThat(visible()).containsExactly(0, 1, 2);
  }

  @Test
  void anEmptyOverwriteIsRefusedUnlessMeant() {
    load("k1", WriteMode.OVERWRITE, THREE, 1);
    String none = THREE + " WHERE i > 9";
    assertThatThrownBy(() -> load("k2", WriteMode.OVERWRITE, none, 1))
        .isInstanceOfSatisfying(
            StepFailure.class, e -> assertThat(e.failure().code()).isEqualTo("EMPTY_OVERWRITE"));
    assertThat(visible()).containsExactly(0, 1, 2);
    connector.load(work("k3", sink(WriteMode.OVERWRITE, true), none, 1, () -> true));
    assertThat(visible()).isEmpty();
  }

  @Test
  void anEmptyAppendIsFine() {
    assertThat(load("k", WriteMode.APPEND, THREE + " WHERE i > 9", 1).rows()).isZero();
  }

  @Test
  void anOwnerWithALowerEpochIsRefused() {
    assertStale("k", 2, () -> false);
    assertStale("k", 1, () -> true);
    assertThat(load("k", WriteMode.APPEND, THREE, 2).rows()).isEqualTo(3);
    assertThat(visible()).containsExactly(0, 1, 2);
  }

  @ParameterizedTest
  @EnumSource(names = {"APPEND", "OVERWRITE"})
  void anOwnerThatIsOvertakenWhileItWritesCommitsNothing(WriteMode mode) {
    var second = new ArrayList<Loaded>();
    Load.Ownership overtaken =
        () -> {
          if (second.isEmpty()) {
            second.add(null);
            second.set(0, load("k", mode, FIVE, 2));
          }
          return true;
        };
    try {
      Loaded first = connector.load(work("k", sink(mode, false), THREE, 1, overtaken));
      assertThat(first.alreadyCommitted()).isTrue();
    } catch (StepFailure thrownOut) {
      assertThat(thrownOut.failure().code()).isIn("STALE_EPOCH", "UNREACHABLE", "DATABASE_TROUBLE");
    }
    assertThat(visible()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aCancelBeforeTheCommitLeavesNothing() {
    load("k0", WriteMode.APPEND, THREE, 1);
    var cancel = new CancelToken();
    Load.Ownership cancelling =
        () -> {
          cancel.cancel("asked");
          return true;
        };
    Load work = work("k", sink(WriteMode.OVERWRITE, false), FIVE, 1, cancelling);
    assertThatThrownBy(() -> connector.load(with(work, cancel))).isInstanceOf(StepCancelled.class);
    assertThat(visible()).containsExactly(0, 1, 2);
    assertThat(load("k", WriteMode.OVERWRITE, FIVE, 1).alreadyCommitted()).isFalse();
  }

  @Test
  void ofRivalsWithOneKeyExactlyOneCommits() throws Exception {
    load("k0", WriteMode.APPEND, THREE, 1);
    try (var pool = Executors.newFixedThreadPool(4)) {
      List<Future<Loaded>> rivals =
          IntStream.range(0, 4)
              .mapToObj(i -> pool.submit(() -> load("k", WriteMode.APPEND, FIVE, 1)))
              .toList();
      int committed = 0;
      for (Future<Loaded> rival : rivals) {
        committed += rival.get().alreadyCommitted() ? 0 : 1;
      }
      assertThat(committed).isEqualTo(1);
    }
    assertThat(visible()).containsExactly(0, 0, 1, 1, 2, 2, 3, 4);
  }

  private void assertStale(String key, long epoch, Load.Ownership ownership) {
    Load work = work(key, sink(WriteMode.APPEND, false), FIVE, epoch, ownership);
    assertThatThrownBy(() -> connector.load(work))
        .isInstanceOfSatisfying(
            StepFailure.class, e -> assertThat(e.failure().code()).isEqualTo("STALE_EPOCH"));
  }

  protected Loaded load(String key, WriteMode mode, String query, long epoch) {
    return connector.load(work(key, sink(mode, false), query, epoch, () -> true));
  }

  protected Load work(String key, Sink sink, String query, long epoch, Load.Ownership ownership) {
    String name = Integer.toHexString(query.hashCode()) + "-" + Thread.currentThread().threadId();
    return new Load(
        List.of(Rows.parquet(temp, name, query)),
        Integer.toHexString(query.hashCode()),
        sink,
        target(),
        connection(),
        new CommitKey(key),
        epoch,
        ownership,
        Rows.limits(temp),
        Progress.NONE,
        new CancelToken());
  }

  private static Load with(Load work, CancelToken cancel) {
    return new Load(
        work.input(),
        work.inputFingerprint(),
        work.sink(),
        work.target(),
        work.connection(),
        work.commitKey(),
        work.epoch(),
        work.ownership(),
        work.limits(),
        work.progress(),
        cancel);
  }
}
