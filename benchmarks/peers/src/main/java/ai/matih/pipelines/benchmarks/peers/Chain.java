package ai.matih.pipelines.benchmarks.peers;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/**
 * Three chained trivial activities: the work of the pipeline {@code three-trivial-steps}, each step
 * recorded by the server with its own start and end.
 */
@WorkflowInterface
public interface Chain {

  /** Runs it to its end. */
  @WorkflowMethod
  void run();

  /** One trivial step. */
  @ActivityInterface
  interface Step {
    /** Says {@code message} to nobody. */
    int log(String message);
  }

  /** The workflow. */
  final class InOrder implements Chain {
    private final Step step =
        Workflow.newActivityStub(
            Step.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build());

    @Override
    public void run() {
      step.log("one");
      step.log("two");
      step.log("three");
    }
  }

  /** The activity. */
  final class Trivial implements Step {
    @Override
    public int log(String message) {
      return message.length();
    }
  }
}
