package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.command.DefinitionFiles.DefinitionFile;
import ai.matih.pipelines.http.cli.output.RefusedFile;
import ai.matih.pipelines.http.client.RefusedException;
import java.util.function.Supplier;

/** Ties a refusal to the file that it is about. */
final class Placed {

  private Placed() {}

  static <T> T in(DefinitionFile file, Supplier<T> ask) {
    try {
      return ask.get();
    } catch (RefusedException refused) {
      throw new RefusedFile(file.name(), refused);
    }
  }
}
