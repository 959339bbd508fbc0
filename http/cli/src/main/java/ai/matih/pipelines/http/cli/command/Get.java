package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.Figures;
import ai.matih.pipelines.http.cli.output.Table;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.ConnectionView;
import ai.matih.pipelines.http.client.EngineView;
import ai.matih.pipelines.http.client.ExecutionRow;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.NotificationView;
import ai.matih.pipelines.http.client.Page;
import ai.matih.pipelines.http.client.PipelineView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    description = "List pipelines, runs, engines or connections, or print one pipeline's text.")
final class Get extends NodeCommand {
  @Parameters(index = "0", paramLabel = "WHAT", description = "${COMPLETION-CANDIDATES}.")
  private Kind kind;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "One pipeline; with -o source its text byte for byte.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--revision", paramLabel = "N", description = "Of its revisions; else the live.")
  private Optional<Integer> revision = Optional.empty();

  @Option(names = "--page", defaultValue = "0", paramLabel = "N", description = "From 0.")
  private int page;

  @Option(names = "--size", defaultValue = "20", paramLabel = "N", description = "1 to 100 (20).")
  private int size;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Runs and pipelines: go on behind the page that named it, however deep.")
  private Optional<String> cursor = Optional.empty();

  @Option(names = "--status", paramLabel = "STATUS", description = "Only runs of this status.")
  private Optional<String> status = Optional.empty();

  @Option(names = "--pipeline", paramLabel = "PIPELINE", description = "Only runs of this one.")
  private Optional<String> pipeline = Optional.empty();

  /** What can be listed. */
  enum Kind {
    pipelines,
    runs,
    engines,
    notifications,
    connections
  }

  @Override
  boolean hasSource() {
    return kind == Kind.pipelines && name.isPresent();
  }

  private ExitCode one(MatihClient client, Console console, String wanted) {
    if (kind != Kind.pipelines) {
      throw Stop.with(
          ExitCode.BAD_INPUT,
          "Only pipelines are named here",
          "`matih describe run ID` and `matih connections get NAME` show one of the others.");
    }
    Answer<PipelineView> found = PipelineName.find(client, wanted);
    if (options.source()) {
      String text =
          client
              .pipelines()
              .source(found.value().pipelineId(), revision.orElse(found.value().revision()));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      console.out().write(bytes, 0, bytes.length);
      console.out().flush();
    } else if (console.documents()) {
      console.print(found.document());
    } else {
      console.say(pipelines(List.of(found.value())).lines());
    }
    return ExitCode.GOOD;
  }

  @Override
  ExitCode run(MatihClient client, Console console) {
    if (name.isPresent()) {
      return one(client, console, name.get());
    }
    return switch (kind) {
      case pipelines ->
          print(
              console,
              cursor
                  .map(behind -> client.pipelines().listBehind(segment(behind), size))
                  .orElseGet(() -> client.pipelines().list(page, size)),
              Get::pipelines);
      case runs ->
          print(
              console,
              cursor
                  .map(
                      behind ->
                          client.executions().listBehind(filter(client), segment(behind), size))
                  .orElseGet(() -> client.executions().list(filter(client), page, size)),
              Get::runs);
      case engines -> print(console, client.engines(), Get::engines);
      case notifications ->
          print(
              console,
              client.notifications(status.map(text -> text.toUpperCase(Locale.ROOT)), size),
              Get::notifications);
      case connections -> print(console, client.connections().list(page, size), Get::connections);
    };
  }

  static <T> ExitCode print(
      Console console, Answer<Page<T>> answer, java.util.function.Function<List<T>, Table> table) {
    if (console.documents()) {
      console.print(answer.document());
      return ExitCode.GOOD;
    }
    console.say(table.apply(answer.value().data()).lines());
    answer
        .value()
        .pagination()
        .filter(Page.Pagination::hasNext)
        .ifPresent(
            shown ->
                console.say(
                    "-- "
                        + Figures.count(shown.totalElements())
                        + " in all; more: "
                        + shown
                            .nextCursor()
                            .map(next -> "--cursor " + next)
                            .orElse("--page " + (shown.page() + 1))));
    return ExitCode.GOOD;
  }

  private static String segment(String cursor) {
    return URLEncoder.encode(cursor, StandardCharsets.UTF_8);
  }

  static Table connections(List<ConnectionView> rows) {
    Table table = new Table("NAME", "TYPE", "REVISION", "OPTIONS");
    for (ConnectionView row : rows) {
      List<String> options = new ArrayList<>();
      new java.util.TreeMap<>(row.options())
          .forEach((key, value) -> options.add(key + "=" + value));
      table.row(row.name(), row.type(), "" + row.revision(), String.join(" ", options));
    }
    return table;
  }

  private String filter(MatihClient client) {
    List<String> filters = new ArrayList<>();
    status.ifPresent(text -> filters.add("status=" + text.toUpperCase(Locale.ROOT)));
    pipeline.ifPresent(
        name -> filters.add("pipelineId=" + PipelineName.find(client, name).value().pipelineId()));
    return String.join("&", filters);
  }

  private static Table pipelines(List<PipelineView> rows) {
    Table table = new Table("NAME", "STATUS", "REVISION", "ENGINE", "CHANGED", "TAGS");
    rows.forEach(
        row ->
            table.row(
                row.name(),
                row.status(),
                "" + row.revision(),
                row.engine(),
                Figures.instant(row.updatedAt()),
                String.join(",", row.tags())));
    return table;
  }

  private static Table runs(List<ExecutionRow> rows) {
    Table table =
        new Table("RUN", "PIPELINE", "STATUS", "ENGINE", "ROWS", "COST", "SUBMITTED", "TOOK");
    rows.forEach(
        row ->
            table.row(
                row.executionId(),
                row.pipelineName() + " r" + row.revision(),
                row.status(),
                row.engine(),
                Figures.count(row.rowsProcessed()),
                Figures.money(row.cost(), row.currency()),
                Figures.instant(row.submittedAt()),
                row.startedAt()
                    .flatMap(from -> row.endedAt().map(to -> Duration.between(from, to)))
                    .map(Figures::time)
                    .orElse("")));
    return table;
  }

  private static Table notifications(List<NotificationView> rows) {
    Table table = new Table("CREATED", "STATUS", "TRIES", "CHANNEL", "TO", "WHAT", "WHY");
    rows.forEach(
        row ->
            table.row(
                Figures.instant(row.createdAt()),
                row.status(),
                "" + row.tries(),
                row.channel(),
                (row.connection().orElse("") + " " + row.target().orElse("")).strip(),
                row.subject(),
                row.reason().orElse("")));
    return table;
  }

  private static Table engines(List<EngineView> rows) {
    Table table = new Table("ENGINE", "KIND", "STATE", "AUTO", "RUNNING", "CAPACITY", "WHY");
    rows.forEach(
        row ->
            table.row(
                row.name(),
                row.kind(),
                row.state(),
                row.auto() ? "yes" : "no",
                row.running().isPresent() ? "" + row.running().getAsInt() : "",
                row.capacity().isPresent() ? "" + row.capacity().getAsInt() : "",
                row.reason().orElse("")));
    return table;
  }
}
