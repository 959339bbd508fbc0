package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.client.BackfillView;
import java.util.ArrayList;
import java.util.List;

/** Backfills as a person reads them. */
public final class BackfillText {
  private BackfillText() {}

  /** One of them with its runs. */
  public static List<String> of(BackfillView view) {
    List<String> lines = new ArrayList<>();
    boolean planned = view.status().equals("DRY_RUN");
    lines.add(planned ? "Nothing started; this would be" : "Backfill " + view.backfillId());
    lines.add("  status     " + view.status() + view.reason().map(why -> ", " + why).orElse(""));
    lines.add(
        "  intervals  "
            + Figures.count(view.total())
            + " of "
            + view.every()
            + " ("
            + view.timezone()
            + ") from "
            + view.from()
            + " to "
            + view.to()
            + ", "
            + (view.reverse() ? "newest" : "oldest")
            + " first, "
            + view.parallelism()
            + " at once");
    if (!planned) {
      lines.add("  progress   " + progress(view));
    }
    view.running().forEach(one -> lines.add("  running    " + run(one)));
    view.failed().forEach(one -> lines.add("  failed     " + run(one)));
    view.intervals()
        .ifPresent(
            all -> {
              all.forEach(one -> lines.add("  " + one.start() + " to " + one.end()));
              if (all.size() < view.total()) {
                lines.add("  ... and " + Figures.count(view.total() - all.size()) + " more");
              }
            });
    return lines;
  }

  private static String progress(BackfillView view) {
    return view.succeeded()
        + " succeeded, "
        + view.failedCount()
        + " failed, "
        + view.runningCount()
        + " running, "
        + view.remaining()
        + " to come";
  }

  private static String run(BackfillView.RunOfInterval one) {
    return one.start() + "  " + one.executionId() + "  " + one.status();
  }

  /** All of them. */
  public static Table table(List<BackfillView> rows) {
    Table table = new Table("BACKFILL", "STATUS", "FROM", "TO", "DONE", "FAILED", "RUNNING");
    rows.forEach(
        row ->
            table.row(
                row.backfillId(),
                row.status(),
                row.from().toString(),
                row.to().toString(),
                row.succeeded() + "/" + row.total(),
                "" + row.failedCount(),
                "" + row.runningCount()));
    return table;
  }
}
