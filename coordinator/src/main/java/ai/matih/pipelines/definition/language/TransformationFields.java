package ai.matih.pipelines.definition.language;

import static ai.matih.pipelines.definition.language.Field.defaulted;
import static ai.matih.pipelines.definition.language.Field.optional;
import static ai.matih.pipelines.definition.language.Field.required;

import ai.matih.pipelines.definition.Keep;
import ai.matih.pipelines.definition.WindowType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The types of transformations and their fields. */
final class TransformationFields {
  static final Tagged TYPE = new Tagged("transformation", "transformation", variants(), Map.of());

  private TransformationFields() {}

  private static Map<String, Shape> variants() {
    Map<String, Shape> types = new LinkedHashMap<>();
    types.put(
        "sql_transform",
        step(
            "sql_transform",
            "One SQL statement over its inputs.",
            true,
            sql("The statement; inputs are written {{ input }} or {{ name }}."),
            sqlFile(TemplateKind.TRANSFORM)));
    types.put(
        "schema_check",
        step(
            "schema_check",
            "Fails the run if its input lacks expected columns.",
            true,
            required(
                "expected_columns",
                ListOf.some(FieldTypes.text()),
                "Columns that must be there.")));
    types.put("event_fold", eventFold());
    types.put(
        "filter",
        step(
            "filter",
            "Keeps the rows for which a condition is true.",
            true,
            required(
                "condition",
                Template.sql(TemplateKind.CONDITION),
                "A SQL condition over the columns of the input.")));
    types.put("deduplicate", deduplicate());
    types.put("window_aggregate", windowAggregate());
    types.put("dbt", step("dbt", "A dbt build.", false, dbt()));
    types.put("python", step("python", "A Python program.", false, python()));
    types.put("spark", spark());
    return types;
  }

  private static Shape step(String type, String description, boolean needsInput, Field... own) {
    ListOf names =
        (needsInput ? ListOf.some(FieldTypes.name()) : ListOf.any(FieldTypes.name()))
            .orSingleValue();
    String inputText = "The names of the sources or earlier transformations that it reads.";
    List<Field> fields = new ArrayList<>();
    fields.add(required("name", FieldTypes.name(), "The name of the step and of its result."));
    fields.add(required("type", FieldTypes.oneOf(type), "The type of the transformation."));
    fields.add(
        (needsInput ? required("inputs", names, inputText) : optional("inputs", names, inputText))
            .orAs("input"));
    fields.addAll(List.of(own));
    fields.addAll(StepFields.EXECUTION);
    return new Shape(type, description, fields);
  }

  private static Field sql(String description) {
    return optional("sql", Template.sql(TemplateKind.TRANSFORM), description);
  }

  private static Field sqlFile(TemplateKind kind) {
    return optional(
        "sql_file",
        new IncludedFile(kind),
        "A file beside the definition that holds the statement.");
  }

  private static Shape eventFold() {
    return step(
        "event_fold",
        "Folds the events of each key into a state.",
        true,
        required("key_field", FieldTypes.text(), "The field that says which state is meant."),
        optional("state_type", FieldTypes.text(), "A name for the kind of state."),
        required(
            "fold_function",
            FieldTypes.text(),
            "A function of (state, event) in the documented subset of Python; it is translated,"
                + " never executed."));
  }

  private static Shape deduplicate() {
    return step(
        "deduplicate",
        "Keeps one row for each combination of keys.",
        true,
        required(
            "keys",
            ListOf.some(FieldTypes.text()).orSingleValue(),
            "The columns that make a row the same."),
        optional("order_by", FieldTypes.text(), "The column that says which row is first."),
        defaulted("keep", FieldTypes.choice(Keep.class), "last", "Which row stays."));
  }

  private static Shape windowAggregate() {
    Shape window =
        Shape.of(
            "window",
            "A time window.",
            required("type", FieldTypes.choice(WindowType.class), "The kind of window."),
            optional("size", FieldTypes.duration(), "The length; for tumbling and sliding."),
            optional("slide", FieldTypes.duration(), "The distance of starts; for sliding."),
            optional("gap", FieldTypes.duration(), "The silence that ends one; for session."));
    return step(
        "window_aggregate",
        "Aggregates rows by time window and group.",
        true,
        required("time_column", FieldTypes.text(), "The column that holds the event's time."),
        required("window", window, "The window."),
        optional(
            "group_by", ListOf.any(FieldTypes.text()).orSingleValue(), "Columns that group rows."),
        required(
            "aggregates",
            MapOf.any(Template.sql(TemplateKind.CONDITION)),
            "Result columns and their SQL aggregate expressions, as in total: SUM(amount)."),
        defaulted(
            "allowed_lateness",
            FieldTypes.duration(),
            "0s",
            "How late a row may come and still count."));
  }

  private static Shape spark() {
    List<Field> own = new ArrayList<>();
    own.add(
        optional(
            "sql",
            Template.sql(TemplateKind.STATEMENT),
            "A Spark SQL statement; this or application."));
    own.add(sqlFile(TemplateKind.STATEMENT));
    own.add(optional("application", FieldTypes.text(), "The packaged application; this or sql."));
    own.addAll(sparkApplication());
    return step(
        "spark",
        "A Spark SQL statement or a packaged Spark application.",
        false,
        own.toArray(Field[]::new));
  }

  static List<Field> sparkApplication() {
    return List.of(
        optional("main_class", FieldTypes.text(), "The main class of a JVM application."),
        optional("arguments", ListOf.any(Template.text()), "Arguments of the application."),
        optional("conf", MapOf.any(FieldTypes.anyValue()), "Spark settings."));
  }

  static Field[] dbt() {
    return new Field[] {
      required("project", FieldTypes.text(), "The folder of the dbt project."),
      optional(
          "select", ListOf.any(FieldTypes.text()).orSingleValue(), "What is built; absent: all."),
      optional("target", FieldTypes.text(), "The dbt target."),
      optional("vars", MapOf.any(Template.text()), "dbt variables.")
    };
  }

  static Field[] python() {
    return new Field[] {
      required("script", FieldTypes.text(), "The program file."),
      optional("arguments", ListOf.any(Template.text()), "Arguments of the program.")
    };
  }
}
