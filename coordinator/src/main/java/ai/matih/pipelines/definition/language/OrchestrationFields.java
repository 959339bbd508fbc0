package ai.matih.pipelines.definition.language;

import static ai.matih.pipelines.definition.language.Field.defaulted;
import static ai.matih.pipelines.definition.language.Field.nested;
import static ai.matih.pipelines.definition.language.Field.optional;
import static ai.matih.pipelines.definition.language.Field.required;

import ai.matih.pipelines.definition.Channel;
import ai.matih.pipelines.definition.FileRuns;
import ai.matih.pipelines.definition.NotificationEvent;
import ai.matih.pipelines.definition.OnExceed;
import ai.matih.pipelines.definition.TriggerRequire;
import ai.matih.pipelines.definition.WaitSince;
import ai.matih.pipelines.definition.WaitTimeout;
import ai.matih.pipelines.schedule.Catchup;
import ai.matih.pipelines.schedule.OverlapPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a pipeline is run: engine, schedule, triggers, limits and people. */
final class OrchestrationFields {
  private static final String MOST_COST = "1000000000";

  private static final Field OVERLAP =
      optional(
          "overlap",
          FieldTypes.choice(OverlapPolicy.class),
          "What happens to what it finds while runs are going; buffer_one for datasets, buffer_all"
              + " for messages, files and calls if nothing is said.");
  private static final Field MAX_CONCURRENT =
      optional(
          "max_concurrent",
          FieldTypes.integer(1, 1_000),
          "Runs that schedule and triggers have started, beyond which none of this trigger starts;"
              + " that of the schedule, else 1, if nothing is said.");

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
        optional("wait_for", ListOf.any(waits()), "What a run waits for; all of it must be there."),
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
            "A new version of datasets that other pipelines load.",
            driven(
                optional(
                    "datasets",
                    ListOf.some(FieldTypes.text()).orSingleValue(),
                    "The datasets: pipeline.sink, or the name or address as lineage shows it, or the"
                        + " last parts of the name, such as public.orders."),
                defaulted(
                    "when",
                    FieldTypes.choice(TriggerRequire.class),
                    "all",
                    "With several datasets, which of them must be new."),
                defaulted(
                    "debounce",
                    FieldTypes.duration(),
                    "0s",
                    "How long the run waits for more, once it could start."),
                optional(
                    "dataset",
                    ListOf.some(FieldTypes.text()).orSingleValue(),
                    "An earlier spelling of datasets."),
                optional(
                    "require",
                    FieldTypes.choice(TriggerRequire.class),
                    "An earlier spelling of when."))));
    types.put(
        "kafka",
        trigger(
            "kafka",
            "A record on a topic.",
            driven(
                required("connection", FieldTypes.connection(), "The connection, of type kafka."),
                required("topic", FieldTypes.text(), "The topic."),
                optional(
                    "filter",
                    MapOf.any(ListOf.some(FieldTypes.anyValue()).orSingleValue()),
                    "By path into the record's JSON, such as order.status: the value, or the values"
                        + " of which it has to have one. All paths must hold."),
                optional(
                    "key",
                    FieldTypes.text(),
                    "The path of what names the message: the same name is the same run, however often"
                        + " it is sent. Without it the record's partition and offset are its name."),
                optional(
                    "parameters",
                    MapOf.named(FieldTypes.text()),
                    "By the name of a parameter: the path of its value. Without it, parameters are"
                        + " taken from fields of the same name."),
                defaulted(
                    "start_offset",
                    FieldTypes.oneOf("latest", "earliest"),
                    "latest",
                    "Where it begins when it is driven for the first time."),
                defaulted(
                    "poll_interval",
                    FieldTypes.duration(),
                    "5s",
                    "How often it looks; at least 1s."))));
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
                    + " refused."),
            OVERLAP,
            MAX_CONCURRENT));
    types.put(
        "file",
        trigger(
            "file",
            "A new file, or one that has changed.",
            driven(
                required("connection", FieldTypes.connection(), "The connection, of type local."),
                optional("prefix", FieldTypes.text(), "The folder below the connection's root."),
                optional(
                    "pattern",
                    FieldTypes.text(),
                    "A glob for the file's name, or, with a slash, for its path below prefix."),
                defaulted(
                    "per",
                    FieldTypes.choice(FileRuns.class),
                    "file",
                    "Whether each file has a run of its own."),
                defaulted(
                    "settle",
                    FieldTypes.duration(),
                    "5s",
                    "How long a file has to be unchanged before it counts."),
                defaulted(
                    "existing",
                    FieldTypes.bool(),
                    "false",
                    "Whether files that are there at the first look count as new."),
                optional(
                    "parameters",
                    MapOf.named(FieldTypes.oneOf("path", "name", "size", "modified", "count")),
                    "By the name of a parameter: what of the file it gets; count is the number of"
                        + " files of a batch."),
                defaulted(
                    "poll_interval",
                    FieldTypes.duration(),
                    "60s",
                    "How often it looks; at least 1s."))));
    return new Tagged("trigger", "trigger", types, Map.of());
  }

  /** The fields of one that the node drives by itself. */
  private static Field[] driven(Field... own) {
    List<Field> all = new ArrayList<>();
    all.add(
        optional(
            "name",
            FieldTypes.name(),
            "What it is called; its type if nothing is said. What it has seen goes with the name."));
    all.addAll(List.of(own));
    all.add(OVERLAP);
    all.add(MAX_CONCURRENT);
    return all.toArray(Field[]::new);
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

  private static Tagged waits() {
    Map<String, Shape> types = new LinkedHashMap<>();
    types.put(
        "file",
        wait(
            "file",
            "A file is there.",
            "60s",
            required("connection", FieldTypes.connection(), "The connection, of type local."),
            optional("prefix", Template.text(), "The folder below the connection's root."),
            optional(
                "pattern",
                Template.text(),
                "A glob for the file's name, or, with a slash, for its path below prefix."),
            defaulted(
                "settle",
                FieldTypes.duration(),
                "5s",
                "How long a file has to be unchanged before it counts.")));
    types.put(
        "sql",
        wait(
            "sql",
            "A query's first row begins with a value that is not null, false, 0 or empty.",
            "60s",
            required("connection", FieldTypes.connection(), "The connection, of type postgresql."),
            required(
                "query", Template.sql(TemplateKind.QUERY), "The query; it may change nothing.")));
    types.put(
        "dataset",
        wait(
            "dataset",
            "Datasets that other pipelines load are new.",
            "60s",
            required(
                "datasets",
                ListOf.some(FieldTypes.text()).orSingleValue(),
                "The datasets: pipeline.sink, or the name or address as lineage shows it, or the"
                    + " last parts of the name, such as public.orders."),
            defaulted(
                "when",
                FieldTypes.choice(TriggerRequire.class),
                "all",
                "With several datasets, which of them must be new."),
            defaulted(
                "since",
                FieldTypes.choice(WaitSince.class),
                "interval",
                "From when on they have to be loaded.")));
    types.put(
        "time",
        wait(
            "time",
            "A time has come.",
            "1s",
            required(
                "until",
                Template.text(),
                "HH:MM of the day on which the waiting begins, or a date and time with its zone such as"
                    + " 2026-01-31T06:30:00Z; a time that is past holds up nothing."),
            defaulted("timezone", FieldTypes.zone(), "UTC", "The zone of HH:MM.")));
    return new Tagged("wait_for", "wait", types, Map.of());
  }

  private static Shape wait(String type, String description, String every, Field... own) {
    return Shape.of(
            "wait_for_" + type,
            description,
            required("type", FieldTypes.oneOf(type), "What is waited for."),
            optional(
                "name",
                FieldTypes.name(),
                "What it is called; its type if nothing is said. Its gate is wait:NAME."),
            optional(
                "before",
                FieldTypes.name(),
                "The source, transformation, sink or task that does not start without it; the whole"
                    + " run if nothing is said."))
        .with(List.of(own))
        .with(
            List.of(
                defaulted(
                    "poke_interval",
                    FieldTypes.duration(),
                    every,
                    "How often it looks; at least 1s."),
                defaulted("timeout", FieldTypes.duration(), "24h", "How long it waits."),
                defaulted(
                    "on_timeout",
                    FieldTypes.choice(WaitTimeout.class),
                    "fail",
                    "What happens when it has not come in time.")));
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
