package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.ExecutionView;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.RefusedException;
import ai.matih.pipelines.http.client.StepView;
import ai.matih.pipelines.http.client.UnreachableException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Follows a run to its end and prints each step once, when it has ended; on a terminal the one at
 * work is drawn below, again and again. Events say when to look; what is shown is read by id, so
 * that a lost or repeated event changes nothing. Used by one thread.
 */
public final class RunFollower {
  private static final int PATIENCE = 30;
  private static final int UNAVAILABLE = 503;

  private final MatihClient client;
  private final String id;
  private final Console console;
  private final Set<String> printed = new HashSet<>();
  private String waiting = "";
  private boolean drawn;
  private boolean headShown;

  public RunFollower(MatihClient client, String id, Console console) {
    this.client = client;
    this.id = id;
    this.console = console;
  }

  /** Goes on with the run at another address of its node, without repeating what was shown. */
  public RunFollower resumedAt(MatihClient other) {
    RunFollower resumed = new RunFollower(other, id, console);
    resumed.printed.addAll(printed);
    resumed.headShown = true;
    return resumed;
  }

  /** Looks once, and prints what has ended since the last look. */
  public ExecutionView once() {
    head();
    return look().value();
  }

  /** Follows to the end; a connection that breaks is tried again for a while. */
  public Answer<ExecutionView> toEnd() {
    head();
    int broken = 0;
    while (true) {
      try {
        Answer<ExecutionView> now = look();
        if (now.value().ended()) {
          return now;
        }
        client.executions().follow(id, event -> !look().value().ended());
        broken = 0;
      } catch (UnreachableException | RefusedException gone) {
        boolean passing =
            !(gone instanceof RefusedException refused) || refused.status() == UNAVAILABLE;
        if (!passing || ++broken > PATIENCE) {
          throw gone;
        }
        pause();
      }
    }
  }

  private void head() {
    if (!headShown) {
      ExecutionView run = client.executions().get(id).value();
      console.say(RunText.head(run));
      console.say(RunText.beyondBudget(run));
      headShown = true;
    }
  }

  /** How many steps have been shown as ended. */
  public int stepsEnded() {
    return printed.size();
  }

  /** The number of events in the run's journal, if it may be read. */
  public OptionalLong journalEvents() {
    try {
      return client.executions().journal(id, 0).value().data().stream()
          .mapToLong(entry -> entry.sequenceNumber())
          .max();
    } catch (RefusedException notAllowed) {
      return OptionalLong.empty();
    }
  }

  /** What a run's end means for the process. */
  public static ExitCode exitCode(ExecutionView run) {
    boolean quality = run.failure().map(one -> one.failureClass().equals("QUALITY")).orElse(false);
    return run.status().equals("SUCCEEDED")
        ? ExitCode.GOOD
        : quality ? ExitCode.QUALITY : ExitCode.RUN_FAILED;
  }

  private Answer<ExecutionView> look() {
    Answer<ExecutionView> run = client.executions().get(id);
    List<StepView> steps = client.executions().steps(id).value().data();
    int width = steps.stream().mapToInt(step -> step.name().length()).max().orElse(0);
    clear();
    for (StepView step : steps) {
      if (over(step) && printed.add(step.name())) {
        console.say(RunText.step(step, width));
      }
    }
    RunText.waiting(run.value())
        .filter(text -> !text.equals(waiting))
        .ifPresent(
            text -> {
              waiting = text;
              console.say(text);
            });
    if (console.terminal() && !console.documents() && !run.value().ended()) {
      steps.stream()
          .filter(step -> step.status().equals("RUNNING"))
          .findFirst()
          .ifPresent(step -> draw(RunText.step(step, width)));
    }
    return run;
  }

  private static boolean over(StepView step) {
    return switch (step.status()) {
      case "PENDING", "RUNNING" -> false;
      default -> true;
    };
  }

  private void draw(String line) {
    console.out().print(line);
    console.out().flush();
    drawn = true;
  }

  private void clear() {
    if (drawn) {
      console.out().print("\r\033[K");
      drawn = false;
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Stop.quietly(ExitCode.INTERRUPTED);
    }
  }
}
