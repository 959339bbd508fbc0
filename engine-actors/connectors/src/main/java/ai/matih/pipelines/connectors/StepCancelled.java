package ai.matih.pipelines.connectors;

/** The work stopped because its {@link CancelToken} was cancelled; nothing of it was committed. */
public final class StepCancelled extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StepCancelled(String reason) {
    super(reason);
  }
}
