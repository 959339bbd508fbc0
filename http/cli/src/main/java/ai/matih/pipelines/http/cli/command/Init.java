package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.templates.Starter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    description = "Write a commented starter pipeline with a connection and a few rows.")
final class Init implements Callable<Integer> {
  private static final String NAME = "[a-z][a-z0-9-]{0,62}";

  @Mixin private CommonOptions options;

  @Parameters(
      index = "0",
      defaultValue = "my-pipeline",
      paramLabel = "NAME",
      description = "Name of the pipeline and of the folder (${DEFAULT-VALUE}).")
  private String name;

  @Override
  public Integer call() throws IOException {
    if (!name.matches(NAME)) {
      throw Stop.with(
          ExitCode.BAD_INPUT,
          "Not a pipeline name: " + name,
          "Use lower-case letters, digits and '-', a letter first.");
    }
    Console console = options.console();
    Path folder = Path.of(name).toAbsolutePath();
    if (Files.exists(folder)) {
      throw Stop.with(
          ExitCode.BAD_INPUT, "There is " + name + " already", "Give another name, or remove it.");
    }
    for (Map.Entry<String, String> file : Starter.files(name, folder).entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
      console.say(" ok " + Path.of(name).resolve(file.getKey()));
    }
    console.say("Next   matih apply -f " + name + "   matih run " + name);
    return ExitCode.GOOD.number();
  }
}
