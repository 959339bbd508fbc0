package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.BackfillText;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.BackfillView;
import ai.matih.pipelines.http.client.Backfills;
import ai.matih.pipelines.http.client.MatihClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "backfill",
    description = "Run a range of intervals of a pipeline, apart from its schedule.",
    subcommands = {
      BackfillCommand.Start.class,
      BackfillCommand.All.class,
      BackfillCommand.One.class,
      BackfillCommand.Pause.class,
      BackfillCommand.Resume.class,
      BackfillCommand.Cancel.class,
      BackfillCommand.Retry.class
    })
final class BackfillCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what: start, list, get, pause, resume, cancel, retry");
  }

  private static ExitCode print(Console console, Answer<BackfillView> answer) {
    if (console.documents()) {
      console.print(answer.document());
    } else {
      console.say(BackfillText.of(answer.value()));
    }
    return ExitCode.GOOD;
  }

  @Command(name = "start", description = "Every interval of the range becomes a run of its own.")
  static final class Start extends NodeCommand {
    @Parameters(index = "0", paramLabel = "PIPELINE", description = "Its name or id.")
    private String pipeline;

    @Option(
        names = "--from",
        required = true,
        paramLabel = "TIME",
        description = "A date or an instant; the first interval starts there or later.")
    private String from;

    @Option(
        names = "--to",
        required = true,
        paramLabel = "TIME",
        description = "The last date, or the instant by which every interval has ended.")
    private String to;

    @Option(
        names = "--every",
        paramLabel = "CRON",
        description = "Divides the range; the pipeline's schedule by default, else @daily.")
    private Optional<String> every = Optional.empty();

    @Option(
        names = "--parallelism",
        defaultValue = "1",
        paramLabel = "N",
        description = "Intervals that run at once, 1 to 100 (1).")
    private int parallelism;

    @Option(names = "--reverse", description = "Newest interval first.")
    private boolean reverse;

    @Option(
        names = "-p",
        paramLabel = "NAME=VALUE",
        description = "A parameter of every run; may be repeated.")
    private Map<String, String> parameters = Map.of();

    @Option(
        names = "--allow-append",
        description = "Though a sink appends rows that may be there already.")
    private boolean allowAppend;

    @Option(names = "--dry-run", description = "Only show the intervals.")
    private boolean dryRun;

    @Override
    ExitCode run(MatihClient client, Console console) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("from", from);
      body.put("to", to);
      every.ifPresent(cron -> body.put("every", cron));
      body.put("parallelism", parallelism);
      body.put("reverse", reverse);
      body.put("parameters", Arguments.parameters(parameters));
      body.put("allow_append", allowAppend);
      body.put("dry_run", dryRun);
      return print(
          console,
          client.backfills().start(PipelineName.find(client, pipeline).value().pipelineId(), body));
    }
  }

  @Command(name = "list", description = "Those that go on and the last that ended, newest first.")
  static final class All extends NodeCommand {
    @Parameters(index = "0", paramLabel = "PIPELINE", description = "Its name or id.")
    private String pipeline;

    @Override
    ExitCode run(MatihClient client, Console console) {
      Answer<Backfills.Listed> answer =
          client.backfills().list(PipelineName.find(client, pipeline).value().pipelineId());
      if (console.documents()) {
        console.print(answer.document());
      } else {
        console.say(BackfillText.table(answer.value().data()).lines());
      }
      return ExitCode.GOOD;
    }
  }

  @Command(name = "get", description = "How far one has come, and what failed.")
  static final class One extends NodeCommand {
    @Parameters(index = "0", paramLabel = "BACKFILL", description = "Its id.")
    private String id;

    @Override
    ExitCode run(MatihClient client, Console console) {
      return print(console, client.backfills().get(id));
    }
  }

  /** A change by its name. */
  abstract static class Change extends NodeCommand {
    @Parameters(index = "0", paramLabel = "BACKFILL", description = "Its id.")
    private String id;

    private final String action;

    Change(String action) {
      this.action = action;
    }

    @Override
    ExitCode run(MatihClient client, Console console) {
      return print(console, client.backfills().change(id, action));
    }
  }

  @Command(name = "pause", description = "Start no more intervals; those that run go on.")
  static final class Pause extends Change {
    Pause() {
      super("pause");
    }
  }

  @Command(name = "resume", description = "Start intervals again.")
  static final class Resume extends Change {
    Resume() {
      super("resume");
    }
  }

  @Command(name = "cancel", description = "Start no more intervals and stop those that run.")
  static final class Cancel extends Change {
    Cancel() {
      super("cancel");
    }
  }

  @Command(name = "retry", description = "Run the failed intervals again.")
  static final class Retry extends Change {
    Retry() {
      super("retry");
    }
  }
}
