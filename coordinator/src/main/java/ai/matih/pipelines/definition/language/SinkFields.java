package ai.matih.pipelines.definition.language;

import static ai.matih.pipelines.definition.language.Field.defaulted;
import static ai.matih.pipelines.definition.language.Field.nested;
import static ai.matih.pipelines.definition.language.Field.optional;
import static ai.matih.pipelines.definition.language.Field.required;

import ai.matih.pipelines.definition.Compression;
import ai.matih.pipelines.definition.Delivery;
import ai.matih.pipelines.definition.FileFormat;
import ai.matih.pipelines.definition.RecordFormat;
import ai.matih.pipelines.definition.WriteMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The types of sinks and their fields. */
final class SinkFields {
  /** The field that names the target when a sink has one load. */
  static final Map<String, String> TARGET =
      Map.of(
          "iceberg", "table",
          "delta", "table",
          "jdbc", "table",
          "kafka", "topic",
          "file", "prefix",
          "clickhouse", "table");

  static final Tagged TYPE =
      new Tagged("sink", "sink", variants(), Map.of("cloud_storage", "file"));

  private static final String OWN_CONNECTION =
      "The connection; absent: the catalog and warehouse of the node.";

  private SinkFields() {}

  private static Map<String, Shape> variants() {
    Map<String, Shape> types = new LinkedHashMap<>();
    types.put(
        "iceberg",
        sink(
            "iceberg",
            "An Iceberg table, or several.",
            optional("connection", FieldTypes.connection(), OWN_CONNECTION),
            table("The table; its last part is the name, the rest the namespace."),
            optional("catalog", FieldTypes.text(), "The catalog; absent: the node's own."),
            optional(
                "database",
                FieldTypes.text(),
                "The namespace, when the tables are named after their inputs."),
            tables(),
            autoEvolve()));
    types.put(
        "delta",
        sink(
            "delta",
            "A Delta table, or several.",
            optional("connection", FieldTypes.connection(), OWN_CONNECTION),
            table("The table's name, or its path in the warehouse."),
            tables(),
            autoEvolve()));
    types.put(
        "jdbc",
        sink(
            "jdbc",
            "A table of a relational database, or several.",
            connection(),
            table("The table, as table or schema.table."),
            tables()));
    types.put(
        "kafka",
        sink(
            "kafka",
            "A Kafka topic.",
            connection(),
            required("topic", FieldTypes.text(), "The topic."),
            defaulted(
                "format",
                FieldTypes.choice(RecordFormat.class),
                "json",
                "The format of the value."),
            optional("key_field", FieldTypes.text(), "The column whose value is the record's key."),
            optional("schema_registry", Template.text(), "The address of the schema registry.")));
    types.put("file", file());
    types.put(
        "clickhouse",
        sink(
            "clickhouse",
            "A table of a ClickHouse database, or several.",
            connection(),
            table("The table, as table or database.table."),
            tables(),
            optional(
                "order_by",
                ListOf.any(FieldTypes.text()).orSingleValue(),
                "The sorting key of a table that is created.")));
    return types;
  }

  private static Shape file() {
    return sink(
        "file",
        "Files in a folder.",
        connection(),
        optional(
            "bucket",
            FieldTypes.text(),
            "The bucket or container; on a local connection a folder under its root."),
        optional("prefix", FieldTypes.text(), "The folder under the bucket."),
        required("format", FieldTypes.choice(FileFormat.class), "The format of the files."),
        optional("compression", FieldTypes.choice(Compression.class), "The compression."),
        nested("csv_options", SourceFields.CSV_OPTIONS, "How delimited text is written."));
  }

  private static Shape sink(String type, String description, Field... own) {
    List<Field> fields = new ArrayList<>();
    fields.add(
        required(
            "type",
            type.equals("file")
                ? FieldTypes.oneOf("file", "cloud_storage")
                : FieldTypes.oneOf(type),
            "The type of the sink."));
    fields.add(
        optional(
            "input",
            FieldTypes.name(),
            "The source or transformation that is loaded; absent: the only one that nothing else"
                + " reads."));
    fields.addAll(List.of(own));
    fields.add(required("mode", FieldTypes.choice(WriteMode.class), "How rows are written."));
    fields.add(
        optional(
            "merge_keys",
            ListOf.some(FieldTypes.text()).orSingleValue(),
            "The columns that say which row is meant; required by merge_on_key."));
    fields.add(
        optional(
            "partition_by",
            ListOf.any(FieldTypes.text()).orSingleValue(),
            "The columns that partition the target."));
    fields.add(
        defaulted(
            "create_table", FieldTypes.bool(), "true", "Whether a missing target is created."));
    fields.add(
        defaulted(
            "allow_empty",
            FieldTypes.bool(),
            "false",
            "Whether an overwrite with no rows is carried out."));
    fields.add(
        optional(
            "delivery",
            FieldTypes.choice(Delivery.class),
            "The delivery that is needed; absent: the best that the target can do."));
    return new Shape(type + "_sink", description, fields);
  }

  private static Field connection() {
    return required(
        "connection",
        FieldTypes.connection(),
        "The connection that holds address and credentials.");
  }

  private static Field table(String description) {
    return optional("table", FieldTypes.text(), description);
  }

  private static Field autoEvolve() {
    return defaulted(
        "auto_evolve", FieldTypes.bool(), "true", "Whether new columns are added to the table.");
  }

  private static Field tables() {
    Shape load =
        Shape.of(
            "table_load",
            "One of several tables of a sink.",
            required("input", FieldTypes.name(), "The source or transformation that is loaded."),
            optional(
                "merge_keys",
                ListOf.some(FieldTypes.text()).orSingleValue(),
                "Absent: those of the sink."));
    return optional("tables", MapOf.byTable(load), "Several tables by name, each with its input.");
  }
}
