package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "completion",
    description = "Print the completion script of a shell: source <(matih completion bash).")
final class Completion implements Callable<Integer> {
  @Mixin private CommonOptions options;

  @Parameters(index = "0", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Override
  public Integer call() {
    options
        .console()
        .out()
        .print(
            switch (shell) {
              case bash -> script();
              case zsh ->
                  "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
                      + script();
            });
    return ExitCode.GOOD.number();
  }

  private static String script() {
    return AutoComplete.bash("matih", Commands.complete());
  }

  /** The shells that have one. */
  enum Shell {
    bash,
    zsh
  }
}
