package ai.matih.pipelines.definition.language;

import static ai.matih.pipelines.definition.language.Field.defaulted;
import static ai.matih.pipelines.definition.language.Field.nested;
import static ai.matih.pipelines.definition.language.Field.optional;
import static ai.matih.pipelines.definition.language.Field.required;

import ai.matih.pipelines.definition.AddedColumn;
import ai.matih.pipelines.definition.CdcConnector;
import ai.matih.pipelines.definition.Compression;
import ai.matih.pipelines.definition.FileFormat;
import ai.matih.pipelines.definition.HttpMethod;
import ai.matih.pipelines.definition.KafkaRead;
import ai.matih.pipelines.definition.PaginationType;
import ai.matih.pipelines.definition.ReadMode;
import ai.matih.pipelines.definition.RecordFormat;
import ai.matih.pipelines.definition.SchemaPolicy;
import ai.matih.pipelines.definition.StartOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The types of sources and their fields. */
final class SourceFields {
  static final Shape CSV_OPTIONS =
      Shape.of(
          "csv_options",
          "How delimited text is read and written.",
          defaulted("delimiter", FieldTypes.character(), ",", "The character between two values."),
          defaulted(
              "header", FieldTypes.bool(), "true", "Whether the first line names the columns."),
          defaulted(
              "quote_char", FieldTypes.character(), "\"", "The character around quoted values."),
          optional(
              "escape_char",
              FieldTypes.character(),
              "The character before a quote within a value; absent: the quote is doubled."),
          defaulted("encoding", FieldTypes.text(), "utf-8", "The character encoding."),
          optional(
              "null_values",
              ListOf.any(FieldTypes.anyValue()).orSingleValue(),
              "Texts that mean NULL, beside the empty one."));

  static final Tagged TYPE =
      new Tagged("source", "source", variants(), Map.of("cloud_storage", "file"));

  private SourceFields() {}

  private static Map<String, Shape> variants() {
    Map<String, Shape> types = new LinkedHashMap<>();
    types.put("jdbc", jdbc());
    types.put("api", api());
    types.put("kafka", kafka());
    types.put("file", file());
    types.put("cdc", cdc());
    types.put("trino", trino());
    return types;
  }

  private static Shape source(
      String name, String description, String schemaField, List<Field> own, String... names) {
    List<Field> fields = new ArrayList<>();
    fields.add(required("type", FieldTypes.oneOf(names), "The type of the source."));
    fields.add(
        required(
            "connection",
            FieldTypes.connection(),
            "The connection that holds address and credentials, as in ${SALES_DB}."));
    fields.addAll(own);
    fields.add(
        optional(
            "initial_value",
            FieldTypes.anyValue(),
            "Where the first incremental read begins; absent: everything is read."));
    fields.add(
        defaulted(
            "lookback",
            FieldTypes.duration(),
            "0s",
            "How far before the watermark an incremental read begins again; needs sinks that"
                + " merge on key."));
    fields.add(
        defaulted(
            schemaField,
            FieldTypes.choice(SchemaPolicy.class),
            "evolve",
            "What happens when the source's schema changes."));
    fields.add(
        optional(
            "dead_letter",
            FieldTypes.name(),
            "The sink that takes rows which cannot be read; absent: such a row fails the run."));
    fields.add(
        optional(
            "add_columns",
            ListOf.any(FieldTypes.choice(AddedColumn.class)),
            "Columns added to every row."));
    return new Shape(name, description, fields);
  }

  private static Shape jdbc() {
    return source(
        "jdbc_source",
        "A table, view or query of a relational database.",
        "schema",
        List.of(
            optional("table", FieldTypes.text(), "The table or view, as table or schema.table."),
            optional(
                "query_override",
                Template.sql(TemplateKind.QUERY),
                "A query that is read instead of the table."),
            defaulted("mode", FieldTypes.choice(ReadMode.class), "full", "How the table is read."),
            optional(
                "watermark_column",
                FieldTypes.text(),
                "The column that grows with every change; required by mode incremental."),
            defaulted(
                "fetch_size",
                FieldTypes.integer(1, 1_000_000),
                "5000",
                "Rows fetched in one round trip."),
            optional(
                "partition_column",
                FieldTypes.text(),
                "The column by which reads are split, or partitions chosen in mode partition."),
            defaulted(
                "num_partitions", FieldTypes.integer(1, 1_024), "4", "Reads that run in parallel."),
            optional(
                "partition_range",
                FieldTypes.text(),
                "Which partitions are read in mode partition, as in last_7_days.")),
        "jdbc");
  }

  private static Shape api() {
    Shape pagination =
        Shape.of(
            "pagination",
            "How the pages of an API are followed.",
            required("type", FieldTypes.choice(PaginationType.class), "The way of paging."),
            optional(
                "cursor_field",
                FieldTypes.text(),
                "The field of the answer that names the next page."),
            optional(
                "has_more_field",
                FieldTypes.text(),
                "The field of the answer that says whether there are more pages."),
            optional(
                "has_more_value",
                FieldTypes.anyValue(),
                "The value of that field while there are more pages."));
    Shape rateLimit =
        Shape.of(
            "rate_limit",
            "The most that an API is asked.",
            required(
                "requests_per_second", FieldTypes.number("0.001", "100000"), "Requests a second."),
            defaulted(
                "burst", FieldTypes.integer(1, 100_000), "1", "Requests that may come at once."));
    return source(
        "api_source",
        "Rows of an HTTP API.",
        "schema",
        List.of(
            required("endpoint", Template.text(), "The path below the connection's address."),
            required("method", FieldTypes.choice(HttpMethod.class), "The HTTP method."),
            optional(
                "parameters",
                MapOf.any(Template.text()),
                "Query parameters, or members of the JSON body for POST."),
            optional("headers", MapOf.any(Template.text()), "More HTTP headers; no credentials."),
            optional("pagination", pagination, "How pages are followed; absent: there is one."),
            optional("rate_limit", rateLimit, "The most that the API is asked."),
            defaulted(
                "timeout_seconds",
                FieldTypes.integer(1, 3_600),
                "30",
                "How long one request may take."),
            defaulted(
                "retry_count",
                FieldTypes.integer(0, 100),
                "3",
                "How often one request is repeated after a failure.")),
        "api");
  }

  private static Shape kafka() {
    return source(
        "kafka_source",
        "Records of a Kafka topic.",
        "schema",
        List.of(
            required("topic", FieldTypes.text(), "The topic."),
            required("consumer_group", FieldTypes.text(), "The group whose offsets are kept."),
            required("format", FieldTypes.choice(RecordFormat.class), "The format of the value."),
            optional(
                "schema_registry",
                Template.text(),
                "The address of the schema registry; required by avro and protobuf."),
            defaulted(
                "start_offset",
                FieldTypes.choice(StartOffset.class),
                "latest",
                "Where a group without offsets begins; timestamp takes initial_value."),
            optional(
                "read",
                FieldTypes.choice(KafkaRead.class),
                "Absent: batch if the pipeline has a schedule or max_records is given, else"
                    + " continuous."),
            optional(
                "max_records",
                FieldTypes.integer(1, 1_000_000_000),
                "The most that one batch takes; 10000 if absent."),
            defaulted(
                "idle_timeout",
                FieldTypes.duration(),
                "300s",
                "A batch ends when nothing came for so long."),
            defaulted(
                "watermark_delay",
                FieldTypes.duration(),
                "10s",
                "How late a record may come by its event time."),
            optional(
                "checkpoint_interval",
                FieldTypes.duration(),
                "How often this source's position is kept; absent: the pipeline's."),
            optional(
                "event_types",
                ListOf.some(FieldTypes.text()),
                "The event types taken from the topic; absent: all.")),
        "kafka");
  }

  private static Shape file() {
    return source(
        "file_source",
        "Files of an object store, of SFTP or of a folder.",
        "schema",
        List.of(
            optional(
                "bucket",
                FieldTypes.text(),
                "The bucket or container; on a local connection a folder under its root."),
            optional("prefix", Template.text(), "The beginning of the names of the files read."),
            optional("pattern", FieldTypes.text(), "A glob for the names, as in *.csv.gz."),
            required("format", FieldTypes.choice(FileFormat.class), "The format of the files."),
            optional(
                "compression",
                FieldTypes.choice(Compression.class),
                "The compression; absent: by the name of each file."),
            nested("csv_options", CSV_OPTIONS, "How delimited text is read."),
            defaulted(
                "archive_after_read",
                FieldTypes.bool(),
                "false",
                "Whether files are moved once they were loaded."),
            optional(
                "archive_prefix", FieldTypes.text(), "Where they are moved; required for moving.")),
        "file",
        "cloud_storage");
  }

  private static Shape cdc() {
    return source(
        "cdc_source",
        "Row changes of a database table.",
        "schema_policy",
        List.of(
            required("connector", FieldTypes.choice(CdcConnector.class), "The kind of database."),
            optional("database", FieldTypes.text(), "The database."),
            optional("schema", FieldTypes.text(), "The schema of the table in the database."),
            required("table", FieldTypes.text(), "The table."),
            optional("slot_name", FieldTypes.text(), "The replication slot (PostgreSQL)."),
            optional(
                "decoding_plugin",
                FieldTypes.text(),
                "The logical decoding plugin (PostgreSQL), as in pgoutput.")),
        "cdc");
  }

  private static Shape trino() {
    return source(
        "trino_source",
        "A federated query over the catalogs of a Trino server.",
        "schema",
        List.of(
            required(
                "query",
                Template.sql(TemplateKind.QUERY),
                "The query, with names as in catalog.schema.table.")),
        "trino");
  }
}
