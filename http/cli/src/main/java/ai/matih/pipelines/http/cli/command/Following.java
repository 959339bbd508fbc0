package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.output.Console;
import ai.matih.pipelines.http.cli.output.RunFollower;
import ai.matih.pipelines.http.cli.output.RunText;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.ExecutionView;
import ai.matih.pipelines.http.client.MatihClient;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;

/** Follows a run on the console and tells how it ended. */
final class Following {

  private Following() {}

  /** Says how to come back to a run that goes on. */
  static void detached(String id, Console console) {
    console.say(
        "\nThe run goes on.\n  Come back with   matih logs -f "
            + id
            + "\n  Stop it with     matih cancel "
            + id);
  }

  /**
   * @param file the definition's, if it was given as a file
   */
  static ExitCode toEnd(MatihClient client, String id, Optional<Path> file, Console console) {
    RunFollower follower = new RunFollower(client, id, console);
    Answer<ExecutionView> end = follower.toEnd();
    console.say(
        RunText.end(
            end.value(), follower.journalEvents(), StepPlace.ofFailure(client, end.value(), file)));
    if (console.documents()) {
      ObjectNode document = end.document().deepCopy();
      document.set("steps", client.executions().steps(id).document().path("data"));
      console.print(document);
    }
    return RunFollower.exitCode(end.value());
  }
}
