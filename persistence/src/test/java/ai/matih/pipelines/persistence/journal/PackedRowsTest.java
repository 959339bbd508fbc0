package ai.matih.pipelines.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.persistence.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedRowsTest {

  @Test
  void everyRowComesBackByteForByteWhateverItHolds() {
    var rows = new ArrayList<JournalRow>();
    long number = 1;
    for (var event : Samples.everyEvent()) {
      var record = Samples.journaled(event);
      rows.add(
          row(number++, JournalCodec.CURRENT.manifest(record), JournalCodec.CURRENT.write(record)));
    }
    rows.add(row(number++, "odd\",\"record\":{:9", text("{\"a\": \"\n,\\\"record\\\":}\"}\n\n")));
    rows.add(row(number, "empty:1", text("")));

    var packed = PackedRows.of(rows);

    assertThat(packed.rows()).usingRecursiveComparison().isEqualTo(rows);
    assertThat(packed.records().length)
        .isLessThan(rows.stream().mapToInt(row -> row.payload().length).sum() / 4);
  }

  @Test
  void whatIsNotWhatWasPackedIsRefused() {
    var packed = PackedRows.of(List.of(row(1, "a:1", text("{}"))));
    var other = PackedRows.of(List.of(row(2, "a:1", text("{}"))));

    assertThatThrownBy(() -> new PackedRows(other.records(), packed.sha256()).rows())
        .isInstanceOf(UnreadableRecord.class)
        .hasMessageContaining("hash");
    assertThatThrownBy(() -> new PackedRows(text("no gzip"), packed.sha256()).rows())
        .isInstanceOf(UnreadableRecord.class);
  }

  private static JournalRow row(long number, String manifest, byte[] payload) {
    return new JournalRow(
        100 + number, number, "writer \"ä\" 1", 1_790_000_000_000L, manifest, payload);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
