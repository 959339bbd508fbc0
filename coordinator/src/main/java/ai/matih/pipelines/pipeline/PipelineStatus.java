package ai.matih.pipelines.pipeline;

/** Where a pipeline's life is. */
public enum PipelineStatus {
  NEW(false, "not created; no caller sees it"),
  CREATED(false, "defined, not yet activated: its schedule is not driven, it can be run by hand"),
  ACTIVE(false, "its schedule and triggers are driven"),
  PAUSED(false, "its schedule and triggers rest; runs in flight go on"),
  ARCHIVED(false, "kept for its history; it cannot be run"),
  DELETED(true, "gone; its history stays in the journal");

  private final boolean terminal;
  private final String sentence;

  PipelineStatus(boolean terminal, String sentence) {
    this.terminal = terminal;
    this.sentence = sentence;
  }

  /** True if nothing follows. */
  public boolean terminal() {
    return terminal;
  }

  /** What it means, for a person. */
  public String sentence() {
    return sentence;
  }
}
