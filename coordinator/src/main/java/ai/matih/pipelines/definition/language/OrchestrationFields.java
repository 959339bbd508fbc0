package ai.matih.pipelines.definition.language;

import static ai.matih.pipelines.definition.language.Field.defaulted;
import static ai.matih.pipelines.definition.language.Field.nested;
import static ai.matih.pipelines.definition.language.Field.optional;
import static ai.matih.pipelines.definition.language.Field.required;

import ai.matih.pipelines.definition.Channel;
import ai.matih.pipelines.definition.NotificationEvent;
import ai.matih.pipelines.definition.OnExceed;
import ai.matih.pipelines.definition.TriggerRequire;
import ai.matih.pipelines.schedule.Catchup;
import ai.matih.pipelines.schedule.OverlapPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a pipeline is run: engine, schedule, triggers, limits and people. */
final class OrchestrationFields {
  private static final String MOST_COST = "1000000000";

  static final ShortForm SCHEDULE = schedule();
  static final Shape TYPE = orchestration();

  private OrchestrationFields() {}

  private static Shape orchestration() {
    return Shape.of(
        "orchestration",
        "How a pipeline is run.",
        optional(
            "engine",
            FieldTypes.oneOf("auto", "embedded", "airflow", "spark", "flink", "temporal"),
            "The engine; absent or auto: the planner chooses and says why."),
        optional(
            "latency",
            FieldTypes.duration(),
            "How fresh the output is wanted; under a minute means streaming."),
        optional("schedule", SCHEDULE, "When the pipeline is due."),
        optional("triggers", ListOf.any(triggers()), "What else starts a run."),
        nested("retry_policy", StepFields.RETRY_POLICY, "When failed steps are tried again."),
        optional("timeout", FieldTypes.duration(), "A run that takes longer is ended."),
        optional("sla", FieldTypes.duration(), "A run that takes longer raises an event."),
        optional("budget", budget(), "The most that runs may cost."),
        optional("approvals", ListOf.any(approval()), "Gates of people."),
        optional("notifications", ListOf.any(notification()), "Who is told of what."),
        defaulted(
            "checkpoint_interval",
            FieldTypes.duration(),
            "60s",
            "How often a streaming job keeps its position."),
        defaulted("parallelism", FieldTypes.integer(1, 10_000), "4", "Slots of a streaming job."),
        optional(
            "min_quality_score",
            FieldTypes.number("0", "1"),
            "A dataset's score is the lowest share of good rows of its checks. A lower one fails the"
                + " run before anything reads the dataset; where a check says on_fail: approve, a"
                + " person decides."));
  }

  private static ShortForm schedule() {
    Field cron =
        required(
            "cron",
            FieldTypes.cron(),
            "Five fields, as in \"0 6 * * *\", or @hourly, @daily, @weekly, @monthly, @yearly.");
    Shape shape =
        Shape.of(
            "schedule",
            "When a pipeline is due.",
            cron,
            defaulted(
                "timezone", FieldTypes.zone(), "UTC", "The zone in which the fields are read."),
            optional("start_date", FieldTypes.date(), "No due time before this day."),
            optional("end_date", FieldTypes.date(), "No due time after this day."),
            defaulted(
                "overlap",
                FieldTypes.choice(OverlapPolicy.class),
                "skip",
                "What happens when a due time comes while a run is going."),
            defaulted(
                "max_concurrent",
                FieldTypes.integer(1, 1_000),
                "1",
                "Runs of the pipeline that may be active at once."),
            defaulted(
                "jitter",
                FieldTypes.duration(),
                "0s",
                "The most by which a start is moved after its due time."),
            defaulted(
                "catchup_window",
                FieldTypes.duration(),
                "1h",
                "Due times missed by no more than this still run once."),
            defaulted(
                "catchup",
                FieldTypes.choice(Catchup.class),
                "none",
                "What happens to due times missed by more."));
    return new ShortForm(shape, cron);
  }

  private static Tagged triggers() {
    Map<String, Shape> types = new LinkedHashMap<>();
    types.put(
        "dataset",
        trigger(
            "dataset",
            "A new version of a dataset that another pipeline loads.",
            required(
                "dataset",
                ListOf.some(FieldTypes.text()).orSingleValue(),
                "The name of the dataset as lineage shows it, or its last parts, such as"
                    + " public.orders; or several."),
            defaulted(
                "require",
                FieldTypes.choice(TriggerRequire.class),
                "any",
                "With several datasets, which of them must be new.")));
    types.put(
        "kafka",
        trigger(
            "kafka",
            "A record on a topic.",
            required("connection", FieldTypes.connection(), "The connection."),
            required("topic", FieldTypes.text(), "The topic.")));
    types.put(
        "webhook",
        trigger(
            "webhook",
            "An authenticated call from outside.",
            required("name", FieldTypes.name(), "The name in the address that is called."),
            optional(
                "connection",
                FieldTypes.connection(),
                "Of type webhook: its signing_key signs the calls. Without it every call is"
                    + " refused.")));
    types.put(
        "file",
        trigger(
            "file",
            "A new file.",
            required("connection", FieldTypes.connection(), "The connection."),
            optional("prefix", FieldTypes.text(), "The beginning of the file's name."),
            optional("pattern", FieldTypes.text(), "A glob for the file's name.")));
    return new Tagged("trigger", "trigger", types, Map.of());
  }

  private static Shape trigger(String type, String description, Field... own) {
    return Shape.of(
            "trigger_" + type,
            description,
            required("type", FieldTypes.oneOf(type), "The type of the trigger."))
        .with(List.of(own));
  }

  private static Shape budget() {
    return Shape.of(
        "budget",
        "The most that runs may cost, in the currency of the price book.",
        optional("max_cost_per_run", FieldTypes.number("0", MOST_COST), "The most for one run."),
        optional(
            "max_cost_per_month", FieldTypes.number("0", MOST_COST), "The most for one month."),
        defaulted(
            "on_exceed",
            FieldTypes.choice(OnExceed.class),
            "warn",
            "What happens when more would be spent."));
  }

  private static Shape approval() {
    return Shape.of(
            "approval",
            "A gate of people. Of two before the same step both must be passed.",
            required(
                "before", FieldTypes.name(), "The step that does not start without the verdict."))
        .with(ConsentFields.ALL);
  }

  private static Shape notification() {
    return Shape.of(
        "notification",
        "Who is told of what.",
        required(
            "on",
            ListOf.some(FieldTypes.choice(NotificationEvent.class)).orSingleValue(),
            "The events that are told."),
        required("channel", FieldTypes.choice(Channel.class), "The channel."),
        optional(
            "target",
            Template.text(),
            "The address within the channel: a Slack channel, mail addresses, a topic."),
        optional(
            "connection",
            FieldTypes.connection(),
            "How it is reached: of type webhook, smtp or kafka. Only channel kafka can do without:"
                + " then it is the node's own topic of notifications."));
  }
}
