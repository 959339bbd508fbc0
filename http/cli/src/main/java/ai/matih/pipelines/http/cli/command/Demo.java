package ai.matih.pipelines.http.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "demo")
final class Demo implements Callable<Integer> {
  @Override
  public Integer call() {
    return 2;
  }
}
