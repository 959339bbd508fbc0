package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.RunText;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.ExecutionView;
import ai.matih.pipelines.http.client.MatihClient;

/** What a change to a run prints. */
final class RunChange {

  private RunChange() {}

  static ExitCode print(Console console, Answer<ExecutionView> changed) {
    if (console.documents()) {
      console.print(changed.document());
      return ExitCode.GOOD;
    }
    ExecutionView run = changed.value();
    console.say(
        " ok "
            + run.executionId()
            + "  "
            + run.status()
            + run.statusMeaning().map(text -> ", " + text).orElse(""));
    if (!run.status().equals("CANCELLING")) {
      RunText.waiting(run).ifPresent(console::say);
    }
    return ExitCode.GOOD;
  }

  static ExitCode decide(
      MatihClient client, Console console, String id, boolean approve, VerdictOptions options) {
    return print(
        console, client.executions().decide(id, approve, options.gate(), options.comment()));
  }
}
