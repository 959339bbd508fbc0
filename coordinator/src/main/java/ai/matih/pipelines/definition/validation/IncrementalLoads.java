package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import java.util.Set;
import java.util.regex.Pattern;

/** Reading changes again, or changed rows at all, needs a sink that merges. */
final class IncrementalLoads implements Rule {
  private static final Pattern CHANGE_TIME = Pattern.compile("(?i).*(updat|modif|chang).*");

  @Override
  public void check(Draft draft, Reading reading) {
    for (Draft.Part sink : draft.sinks()) {
      if (sink.text("mode").isEmpty() || sink.text("mode").equals("merge_on_key")) {
        continue;
      }
      for (Draft.Part source : draft.sources()) {
        if (isLoadedBy(sink, source, draft)) {
          check(source, sink, reading);
        }
      }
    }
  }

  private static boolean isLoadedBy(Draft.Part sink, Draft.Part source, Draft draft) {
    return draft.inputsOf(sink).stream()
        .map(draft::origins)
        .anyMatch((Set<String> origins) -> origins.contains(source.name()));
  }

  private static void check(Draft.Part source, Draft.Part sink, Reading reading) {
    if (!source.duration("lookback").isZero()) {
      reading.error(
          "lookback_without_merge",
          source.at("lookback"),
          "lookback reads rows again, and " + sink.name() + " would hold them twice",
          "Use mode: merge_on_key in " + sink.name() + ", or remove lookback.");
    }
    if (source.text("mode").equals("incremental")
        && sink.text("mode").equals("append")
        && CHANGE_TIME.matcher(source.text("watermark_column")).matches()) {
      reading.warning(
          "append_of_changes",
          sink.at("mode"),
          source.name()
              + " reads rows again when they change, and "
              + sink.name()
              + " adds them each time",
          "Use mode: merge_on_key if a row should be there once.");
    }
  }
}
