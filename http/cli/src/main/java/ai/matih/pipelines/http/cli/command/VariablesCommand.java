package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.Figures;
import ai.matih.pipelines.http.cli.output.Table;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.VariableView;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "variables",
    description = "What ${NAME} in definitions stands for: list, get, set or unset.",
    subcommands = {
      VariablesCommand.All.class,
      VariablesCommand.One.class,
      VariablesCommand.Put.class,
      VariablesCommand.Remove.class
    })
final class VariablesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what: list, get, set, unset");
  }

  @Command(name = "list", description = "By name.")
  static final class All extends NodeCommand {
    @Override
    ExitCode run(MatihClient client, Console console) {
      return Get.print(console, client.variables().list(), VariablesCommand::table);
    }
  }

  @Command(name = "get", description = "One, with its history.")
  static final class One extends NodeCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    private String name;

    @Override
    ExitCode run(MatihClient client, Console console) {
      Answer<VariableView> found = client.variables().get(name);
      if (console.documents()) {
        console.print(found.document());
        return ExitCode.GOOD;
      }
      Table table = new Table("REVISION", "VALUE", "CHANGED", "BY");
      found
          .value()
          .history()
          .orElse(List.of())
          .forEach(
              one ->
                  table.row(
                      "" + one.revision(),
                      one.value().map(JsonNode::toString).orElse("(unset)"),
                      Figures.instant(one.changedAt()),
                      one.changedBy()));
      console.say(table.lines());
      return ExitCode.GOOD;
    }
  }

  @Command(name = "set", description = "Set some; runs that start from now on use them.")
  static final class Put extends NodeCommand {
    @Parameters(
        arity = "1..*",
        paramLabel = "NAME=VALUE",
        description = "Numbers, true and false are such; everything else is text.")
    private Map<String, String> given = Map.of();

    @Option(names = "--text", description = "Numbers, true and false are text too.")
    private boolean text;

    @Override
    ExitCode run(MatihClient client, Console console) {
      ArrayNode documents = JsonNodeFactory.instance.arrayNode();
      given.forEach(
          (name, value) -> {
            Answer<VariableView> set =
                client.variables().put(name, text ? value : Arguments.scalar(value));
            documents.add(set.document());
            if (!console.documents()) {
              console.say(
                  " ok "
                      + name
                      + " = "
                      + set.value().value()
                      + "  revision "
                      + set.value().revision());
            }
          });
      if (console.documents()) {
        console.print(documents.size() == 1 ? documents.get(0) : documents);
      }
      return ExitCode.GOOD;
    }
  }

  @Command(name = "unset", description = "Unset one; runs that have started keep it.")
  static final class Remove extends NodeCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
    private String name;

    @Override
    ExitCode run(MatihClient client, Console console) {
      client.variables().delete(name);
      console.say(" ok " + name + " unset");
      return ExitCode.GOOD;
    }
  }

  private static Table table(List<VariableView> rows) {
    Table table = new Table("NAME", "VALUE", "REVISION", "CHANGED", "BY");
    rows.forEach(
        row ->
            table.row(
                row.name(),
                row.value().toString(),
                "" + row.revision(),
                Figures.instant(row.changedAt()),
                row.changedBy()));
    return table;
  }
}
