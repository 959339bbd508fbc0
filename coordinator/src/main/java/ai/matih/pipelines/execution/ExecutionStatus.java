package ai.matih.pipelines.execution;

/** What the API shows of a run: a function of phase and stage conditions (design section 2). */
public enum ExecutionStatus {
  QUEUED(false, "waits for a slot of its engine, or for data"),
  DISPATCHED(false, "handed to its engine, not yet seen running"),
  RUNNING(false, "its engine runs it"),
  AWAITING_APPROVAL(false, "waits for a person's verdict at a gate"),
  RETRYING(false, "an attempt failed; the next one is due"),
  RECONCILING(false, "the engine cannot be reached or has forgotten the job; nothing is decided"),
  CANCELLING(false, "asked to stop; waits until the engine has"),
  SUCCEEDED(true, "every step ended well"),
  FAILED(true, "a step failed and no retry is left"),
  CANCELLED(true, "stopped by request or verdict"),
  TIMED_OUT(true, "took longer than its timeout"),
  SKIPPED(true, "not run, for the reason recorded");

  private final boolean ended;
  private final String sentence;

  ExecutionStatus(boolean ended, String sentence) {
    this.ended = ended;
    this.sentence = sentence;
  }

  /** True for an end, which is final. */
  public boolean ended() {
    return ended;
  }

  /** What it means, for a person. */
  public String sentence() {
    return sentence;
  }
}
