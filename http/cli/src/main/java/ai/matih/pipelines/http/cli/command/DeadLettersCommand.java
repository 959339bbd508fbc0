package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.DeadLetterText;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.DeadLetterView;
import ai.matih.pipelines.http.client.MatihClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "dead-letters",
    description = "Kafka records that nothing could be done with: list, show, replay or discard.",
    subcommands = {
      DeadLettersCommand.All.class,
      DeadLettersCommand.One.class,
      DeadLettersCommand.Replay.class,
      DeadLettersCommand.Discard.class
    })
final class DeadLettersCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what: list, show, replay, discard");
  }

  @Command(name = "list", description = "The newest first.")
  static final class All extends NodeCommand {
    @Option(
        names = "--topic",
        paramLabel = "TOPIC",
        description = "Only from this topic, e.g. commands.")
    private Optional<String> topic = Optional.empty();

    @Option(names = "--all", description = "Also what was replayed or discarded.")
    private boolean all;

    @Option(names = "--size", defaultValue = "20", paramLabel = "N", description = "1 to 100 (20).")
    private int size;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on behind a page.")
    private Optional<String> cursor = Optional.empty();

    @Override
    ExitCode run(MatihClient client, Console console) {
      Answer<DeadLetterView.Letters> page = client.deadLetters().list(topic, all, size, cursor);
      if (console.documents()) {
        console.print(page.document());
        return ExitCode.GOOD;
      }
      console.say(DeadLetterText.table(page.value().data()).lines());
      page.value().nextCursor().ifPresent(next -> console.say("-- more: --cursor " + next));
      return ExitCode.GOOD;
    }
  }

  /** Asks for one letter, or for something to be done with it, and shows it. */
  abstract static class OfOne extends NodeCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "As the list shows it.")
    String id;

    ExitCode shown(
        Console console,
        Answer<DeadLetterView> letter,
        Function<DeadLetterView, List<String>> lines) {
      if (console.documents()) {
        console.print(letter.document());
      } else {
        console.say(lines.apply(letter.value()));
      }
      return ExitCode.GOOD;
    }
  }

  @Command(name = "show", description = "One, with its headers and original bytes.")
  static final class One extends OfOne {
    @Override
    ExitCode run(MatihClient client, Console console) {
      return shown(console, client.deadLetters().get(id), DeadLetterText::whole);
    }
  }

  @Command(name = "replay", description = "Send the original bytes to its topic again.")
  static final class Replay extends OfOne {
    @Option(names = "--comment", paramLabel = "TEXT", description = "Kept in the audit.")
    private Optional<String> comment = Optional.empty();

    @Option(names = "--again", description = "Though it was replayed already.")
    private boolean again;

    @Override
    ExitCode run(MatihClient client, Console console) {
      return shown(
          console,
          client.deadLetters().replay(id, comment, again),
          letter -> List.of(" ok " + id + " sent to " + letter.origin().topic() + " again"));
    }
  }

  @Command(name = "discard", description = "Settle it without doing anything.")
  static final class Discard extends OfOne {
    @Option(names = "--comment", paramLabel = "TEXT", description = "Kept in the audit.")
    private Optional<String> comment = Optional.empty();

    @Override
    ExitCode run(MatihClient client, Console console) {
      return shown(
          console,
          client.deadLetters().discard(id, comment),
          letter -> List.of(" ok " + id + " discarded"));
    }
  }
}
