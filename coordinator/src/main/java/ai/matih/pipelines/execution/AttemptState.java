package ai.matih.pipelines.execution;

/** Where one attempt's life is. That its engine cannot be reached is a condition beside it. */
public enum AttemptState {
  NEW(false, "not made"),
  INTENDED(true, "journaled and handed over; not yet seen at the engine"),
  RUNNING(true, "seen at the engine"),
  FORGOTTEN(true, "was seen and is no longer known: its outcome is unknown"),
  FENCING(true, "its name is being taken, so that it can never run"),
  SUCCEEDED(false, "seen ended well"),
  FAILED(false, "seen ended badly, or proven never to have been"),
  CANCELLED(false, "seen stopped, as asked"),
  FENCED(false, "its name is taken: it cannot run"),
  ABANDONED(false, "given up without proof of its end");

  private final boolean live;
  private final String sentence;

  AttemptState(boolean live, String sentence) {
    this.live = live;
    this.sentence = sentence;
  }

  /** True while it may run: it holds its slot, and no other attempt of its stage may start. */
  public boolean live() {
    return live;
  }

  /** What it means, for a person. */
  public String sentence() {
    return sentence;
  }
}
