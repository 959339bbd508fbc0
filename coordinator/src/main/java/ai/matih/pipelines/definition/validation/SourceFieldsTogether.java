package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.ScalarType;
import ai.matih.pipelines.definition.language.PipelineLanguage;
import ai.matih.pipelines.definition.language.Reading;

/** Fields of a source that need each other. */
final class SourceFieldsTogether implements Rule {
  @Override
  public void check(Draft draft, Reading reading) {
    for (Draft.Part source : draft.sources()) {
      switch (source.type()) {
        case "jdbc" -> jdbc(source, reading);
        case "kafka" -> kafka(draft, source, reading);
        case "file" -> file(source, reading);
        default -> {}
      }
      if (source.has("dead_letter")
          && draft.sinks().stream()
              .noneMatch(sink -> sink.name().equals(source.text("dead_letter")))) {
        UnknownNames.unknown(
            "unknown_sink",
            "sink",
            source.at("dead_letter"),
            source.text("dead_letter"),
            draft.sinks().stream().map(Draft.Part::name).toList(),
            reading);
      }
    }
  }

  private static void jdbc(Draft.Part source, Reading reading) {
    if (!source.has("table") && !source.has("query_override")) {
      reading.missing(
          "missing_field",
          source.at("table"),
          source.path(),
          "a jdbc source needs a table",
          "Add table, or query_override with a query.");
    }
    String mode = source.text("mode");
    if (mode.equals("incremental")) {
      needs(source, "mode", "watermark_column", reading);
    }
    if (mode.equals("partition")) {
      needs(source, "mode", "partition_column", reading);
      needs(source, "mode", "partition_range", reading);
    }
  }

  private static void kafka(Draft draft, Draft.Part source, Reading reading) {
    String format = source.text("format");
    if (format.equals("avro") || format.equals("protobuf")) {
      needs(source, "format", "schema_registry", reading);
    }
    if (source.text("start_offset").equals("timestamp")) {
      if (!source.has("initial_value")) {
        needs(source, "start_offset", "initial_value", reading);
      } else if (!PipelineLanguage.fits(ScalarType.TIMESTAMP, source.text("initial_value"))) {
        reading.error(
            "invalid_value",
            source.at("initial_value"),
            "start_offset timestamp needs an instant",
            "Write it as in \"2026-01-31T06:00:00Z\".");
      }
    }
    if (source.text("read").equals("continuous") && draft.orchestration().has("schedule")) {
      reading.error(
          "conflict",
          source.at("read"),
          "a continuous read has no end, so a schedule would never start it again",
          "Remove the schedule, or write read: batch.");
    }
  }

  private static void file(Draft.Part source, Reading reading) {
    if (source.value().path("archive_after_read").asBoolean()) {
      needs(source, "archive_after_read", "archive_prefix", reading);
    }
  }

  private static void needs(Draft.Part source, String because, String field, Reading reading) {
    if (!source.has(field)) {
      reading.missing(
          "missing_field",
          source.at(field),
          source.at(because),
          because + ": " + source.text(because) + " needs " + field,
          "Add " + field + ".");
    }
  }
}
