package ai.matih.pipelines.definition.language;

import static ai.matih.pipelines.definition.language.Field.defaulted;
import static ai.matih.pipelines.definition.language.Field.optional;
import static ai.matih.pipelines.definition.language.Field.required;

import ai.matih.pipelines.definition.OnFail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The types of quality checks and their fields. */
final class CheckFields {
  static final CheckType TYPE =
      new CheckType(new Tagged("quality_check", "quality check", variants(), Map.of()));

  private CheckFields() {}

  private static Map<String, Shape> variants() {
    Map<String, Shape> types = new LinkedHashMap<>();
    types.put(
        "not_null", check("not_null", "None of the columns is NULL.", columns("The columns.")));
    types.put(
        "unique",
        check(
            "unique",
            "No two rows have the same values in all of the columns.",
            columns("The columns.")));
    types.put(
        "accepted_values",
        check(
            "accepted_values",
            "The column holds one of the values, or NULL.",
            column(),
            required("values", ListOf.some(FieldTypes.literal()), "The values.")));
    types.put(
        "range",
        check(
            "range",
            "The column lies within the bounds, both included, or is NULL.",
            column(),
            optional("min", FieldTypes.literal(), "The least value."),
            optional("max", FieldTypes.literal(), "The greatest value.")));
    types.put(
        "regex",
        check(
            "regex",
            "The column's text matches the whole pattern, or is NULL.",
            column(),
            required("pattern", FieldTypes.pattern(), "The regular expression.")));
    types.put(
        "row_count",
        check(
            "row_count",
            "The number of rows lies within the bounds, both included.",
            optional("min", FieldTypes.integer(0, Long.MAX_VALUE), "The fewest rows."),
            optional("max", FieldTypes.integer(0, Long.MAX_VALUE), "The most rows.")));
    types.put(
        "freshness",
        check(
            "freshness",
            "The newest value of the column is recent.",
            column(),
            required("max_age", FieldTypes.duration(), "How old it may be when it is checked.")));
    types.put("referential", referential());
    types.put(
        "expression",
        check(
            "expression",
            "A condition is true for each row; NULL fails.",
            required(
                "expression",
                Template.sql(TemplateKind.CONDITION),
                "A SQL condition over the columns.")));
    types.put(
        "schema",
        check(
            "schema",
            "The dataset has these columns.",
            required("expected_columns", ListOf.some(FieldTypes.text()), "The columns.")));
    return types;
  }

  private static Shape referential() {
    return check(
        "referential",
        "Each combination of the columns, unless one is NULL, exists in another dataset.",
        columns("The columns that refer."),
        required(
            "references", FieldTypes.name(), "The source or transformation that is referred to."),
        required(
            "referenced_columns",
            ListOf.some(FieldTypes.text()).orSingleValue(),
            "Its columns, in the same order."));
  }

  private static Shape check(String type, String description, Field... own) {
    List<Field> fields = new ArrayList<>();
    fields.add(
        optional("name", FieldTypes.name(), "The name of the check; absent: made of its type."));
    fields.add(required("type", FieldTypes.oneOf(type), "The type of the check."));
    fields.add(
        optional(
            "input",
            FieldTypes.name(),
            "What is checked; absent: the only dataset that nothing else reads."));
    fields.addAll(List.of(own));
    fields.add(
        defaulted(
            "max_failing",
            FieldTypes.tolerance(),
            "0",
            "How many rows may fail: a count, or a percentage in quotes."));
    fields.add(
        defaulted(
            "on_fail",
            FieldTypes.choice(OnFail.class),
            "fail",
            "What happens when more than that fail."));
    return new Shape("check_" + type, description, fields);
  }

  private static Field column() {
    return required("column", FieldTypes.text(), "The column.");
  }

  private static Field columns(String description) {
    return required("columns", ListOf.some(FieldTypes.text()).orSingleValue(), description)
        .orAs("column");
  }
}
