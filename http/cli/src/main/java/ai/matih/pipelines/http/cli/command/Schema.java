package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.http.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "schema", description = "Print the JSON Schema of definitions, for editors.")
final class Schema implements Callable<Integer> {
  @Mixin private CommonOptions options;

  @Override
  public Integer call() throws IOException {
    try (InputStream schema =
        PipelineDefinition.class.getResourceAsStream("definition.schema.json")) {
      schema.transferTo(System.out);
    }
    return ExitCode.GOOD.number();
  }
}
