package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.node.NodeFile;
import ai.matih.pipelines.http.cli.output.Console;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

@Command(name = "version", description = "Print the version of this command line and of the node.")
final class Version implements Callable<Integer>, IVersionProvider {
  @Mixin private CommonOptions options;

  @Override
  public Integer call() {
    Console console = options.console();
    Optional<NodeFile> node = NodeFile.running(options.home());
    if (console.documents()) {
      ObjectNode document = Documents.object();
      document.put("version", text()).put("java", System.getProperty("java.version"));
      node.ifPresent(
          file -> document.put("node", file.version()).put("url", file.url().toString()));
      console.print(document);
    } else {
      console.say(banner());
      node.ifPresent(file -> console.say("node " + file.version() + "   " + file.url()));
    }
    return ExitCode.GOOD.number();
  }

  @Override
  public String[] getVersion() {
    return new String[] {banner()};
  }

  static String banner() {
    return "MATIH Pipelines " + text() + "   Java " + Runtime.version().feature();
  }

  /** From the jar's manifest; classes that were never packed have none. */
  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
