package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.TriggerText;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.PipelineView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "triggers",
    description = "What else starts runs of a pipeline: list, pause or resume.",
    subcommands = {
      TriggersCommand.All.class,
      TriggersCommand.Pause.class,
      TriggersCommand.Resume.class
    })
final class TriggersCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what: list, pause, resume");
  }

  @Command(name = "list", description = "Those of a pipeline, and what they have seen.")
  static final class All extends NodeCommand {
    @Parameters(index = "0", paramLabel = "PIPELINE", description = "Name or id.")
    private String pipeline;

    @Override
    ExitCode run(MatihClient client, Console console) {
      String id = PipelineName.find(client, pipeline).value().pipelineId();
      Answer<PipelineView> found = client.pipelines().get(id);
      if (console.documents()) {
        console.print(found.document().path("triggers"));
      } else {
        found.value().triggers().forEach(one -> console.say(TriggerText.lines(one)));
      }
      return ExitCode.GOOD;
    }
  }

  @Command(
      name = "pause",
      description = "Let one rest; what messages and files it misses it takes up when resumed.")
  static final class Pause extends Change {
    Pause() {
      super("pause");
    }
  }

  @Command(name = "resume", description = "Let one start runs again, from where it stopped.")
  static final class Resume extends Change {
    Resume() {
      super("resume");
    }
  }

  abstract static class Change extends NodeCommand {
    private final String action;

    @Parameters(index = "0", paramLabel = "PIPELINE", description = "Name or id.")
    private String pipeline;

    @Parameters(index = "1", paramLabel = "TRIGGER", description = "Its name, as list shows it.")
    private String trigger;

    Change(String action) {
      this.action = action;
    }

    @Override
    final ExitCode run(MatihClient client, Console console) {
      String id = PipelineName.find(client, pipeline).value().pipelineId();
      Answer<PipelineView> changed = client.pipelines().changeTrigger(id, trigger, action);
      if (console.documents()) {
        console.print(changed.document());
      } else {
        changed.value().triggers().stream()
            .filter(one -> one.name().equals(trigger))
            .forEach(one -> console.say(TriggerText.lines(one)));
      }
      return ExitCode.GOOD;
    }
  }
}
