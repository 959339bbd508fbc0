package ai.matih.pipelines.definition.language;

import static ai.matih.pipelines.definition.language.Field.defaulted;
import static ai.matih.pipelines.definition.language.Field.optional;
import static ai.matih.pipelines.definition.language.Field.required;

import ai.matih.pipelines.definition.Channel;
import ai.matih.pipelines.definition.TriggerRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The tasks of the second shape. */
final class TaskFields {
  static final Tagged TYPE = new Tagged("task", "task", variants(), Map.of());

  private TaskFields() {}

  private static Map<String, Shape> variants() {
    Map<String, Shape> types = new LinkedHashMap<>();
    types.put(
        "sql",
        task(
            "sql",
            "Runs a query.",
            required("query", Template.sql(TemplateKind.QUERY), "The query."),
            optional(
                "connection",
                FieldTypes.connection(),
                "Where the query runs; absent: on the engine of the run."),
            optional("output", FieldTypes.text(), "The table that takes the result.")));
    types.put(
        "quality",
        task(
            "quality",
            "Checks the output of the task before.",
            required("checks", ListOf.some(CheckFields.TYPE), "The checks.")));
    types.put(
        "notification",
        task(
            "notification",
            "Tells somebody.",
            required("channel", FieldTypes.choice(Channel.class), "The channel."),
            optional("target", Template.text(), "The address within the channel."),
            required("message", Template.text(), "What is told.")));
    types.put(
        "log",
        task(
            "log",
            "Writes one line to the run's log.",
            required("message", Template.text(), "The line.")));
    types.put(
        "approval", task("approval", "Waits for people.", ConsentFields.ALL.toArray(Field[]::new)));
    types.put("python", task("python", "Runs a Python program.", TransformationFields.python()));
    List<Field> spark = new ArrayList<>();
    spark.add(required("application", FieldTypes.text(), "The packaged application."));
    spark.addAll(TransformationFields.sparkApplication());
    types.put(
        "spark", task("spark", "Runs a packaged Spark application.", spark.toArray(Field[]::new)));
    types.put(
        "flink",
        task(
            "flink",
            "Runs a Flink SQL job.",
            required("sql", Template.sql(TemplateKind.STATEMENT), "The statement.")));
    types.put("dbt", task("dbt", "Builds a dbt project.", TransformationFields.dbt()));
    return types;
  }

  private static Shape task(String type, String description, Field... own) {
    List<Field> fields = new ArrayList<>();
    fields.add(required("id", FieldTypes.name(), "The task's id."));
    fields.add(required("type", FieldTypes.oneOf(type), "The type of the task."));
    fields.add(
        optional(
            "depends_on",
            ListOf.any(FieldTypes.name()).orSingleValue(),
            "The tasks that come before."));
    fields.addAll(List.of(own));
    fields.add(
        optional(
            "when",
            Template.sql(TemplateKind.CONDITION),
            "A condition without which the task is skipped."));
    fields.add(
        defaulted(
            "trigger_rule",
            FieldTypes.choice(TriggerRule.class),
            "all_success",
            "Which ends of the tasks before let the task start."));
    fields.add(
        optional(
            "for_each",
            FieldTypes.text(),
            "The parameter or task whose values the task runs over."));
    Set<String> given = fields.stream().map(Field::name).collect(Collectors.toSet());
    StepFields.EXECUTION.stream()
        .filter(field -> !given.contains(field.name()))
        .forEach(fields::add);
    fields.add(
        optional(
            "compensate",
            FieldTypes.name(),
            "The task that undoes this one when the run fails later."));
    return new Shape("task_" + type, description, fields);
  }
}
