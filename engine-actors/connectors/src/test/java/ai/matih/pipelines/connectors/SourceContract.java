package ai.matih.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.engine.DatasetVersion.Column;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every source keeps: all rows with their types, honest figures, and a cancel that stops. */
public abstract class SourceContract {
  @TempDir protected Path temp;

  protected abstract SourceConnector connector();

  protected abstract ResolvedConnection connection();

  /** A source of {@code rows} rows: {@code id} from 0, {@code name} NULL for every tenth. */
  protected abstract Source people(int rows);

  /** A source that is not there. */
  protected abstract Source missing();

  @Test
  void readsAllRowsWithTheirTypes() {
    Path output = temp.resolve("out.parquet");
    Extracted done = extract(people(5000), output, Map.of());
    assertThat(done.rows()).isEqualTo(5000);
    assertThat(done.bytesRead()).isPositive();
    assertThat(done.source().schema()).extracting(Column::name).containsExactly("id", "name");
    assertThat(
            Rows.read(
                output,
                "SELECT count(*), sum(id), count(name), any_value(typeof(id)), "
                    + "any_value(typeof(name)) FROM {}"))
        .first()
        .asString()
        .matches("5000\\|12497500\\|4500\\|(INTEGER|BIGINT)\\|VARCHAR");
  }

  @Test
  void addsConstantsToEveryRow() {
    Path output = temp.resolve("out.parquet");
    var constants = new LinkedHashMap<String, String>();
    constants.put("_execution_id", "'exec-1'");
    constants.put("_at", "TIMESTAMPTZ '2026-01-01 00:00:00Z'");
    extract(people(3), output, constants);
    assertThat(Rows.read(output, "SELECT id, _execution_id, _at::DATE FROM {} ORDER BY id"))
        .containsExactly("0|exec-1|2026-01-01", "1|exec-1|2026-01-01", "2|exec-1|2026-01-01");
  }

  @Test
  void readsNoRowsAsAnEmptyDatasetWithColumns() {
    Path output = temp.resolve("out.parquet");
    assertThat(extract(people(0), output, Map.of()).rows()).isZero();
    assertThat(Rows.read(output, "SELECT count(id), count(name) FROM {}")).containsExactly("0|0");
  }

  @Test
  void estimatesWhatItWouldRead() {
    SourceEstimate estimate = connector().estimate(people(5000), connection());
    assertThat(estimate.rows().orElseThrow()).isBetween(4000L, 6000L);
    assertThat(estimate.bytes().orElseThrow()).isPositive();
    assertThat(estimate.schema()).extracting(Column::name).containsExactly("id", "name");
  }

  @Test
  void aSourceThatIsNotThereIsTheUsersToCorrect() {
    assertThatThrownBy(() -> extract(missing(), temp.resolve("out.parquet"), Map.of()))
        .isInstanceOfSatisfying(
            StepFailure.class,
            e -> {
              assertThat(e.failure().failureClass().name()).isEqualTo("USER");
              assertThat(e.failure().remedy()).isPresent();
              assertThat(e.failure().retryable()).isFalse();
            });
    assertThatThrownBy(() -> connector().estimate(missing(), connection()))
        .isInstanceOf(StepFailure.class);
  }

  @Test
  void aCancelledTokenStopsTheRead() {
    var cancel = new CancelToken();
    cancel.cancel("asked");
    Path output = temp.resolve("out.parquet");
    assertThatThrownBy(
            () -> connector().extract(work(people(100), output, Map.of(), cancel, Progress.NONE)))
        .isInstanceOf(StepCancelled.class);
    assertThat(Files.exists(output)).isFalse();
  }

  protected Extracted extract(Source source, Path output, Map<String, String> constants) {
    return connector().extract(work(source, output, constants, new CancelToken(), Progress.NONE));
  }

  protected Extract work(
      Source source,
      Path output,
      Map<String, String> constants,
      CancelToken cancel,
      Progress progress) {
    return new Extract(
        source, connection(), output, constants, Rows.limits(temp), progress, cancel);
  }
}
