package ai.matih.pipelines.http.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows under a head, columns as wide as their widest cell; no frame, so that it can be cut. */
public final class Table {
  private static final int GAP = 3;

  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... head) {
    rows.add(List.of(head));
  }

  /** Adds a row with as many cells as the head has. */
  public Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, without trailing blanks. */
  public List<String> lines() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + GAP);
    }
    return line.toString().stripTrailing();
  }
}
