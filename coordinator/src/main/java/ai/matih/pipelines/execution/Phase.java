package ai.matih.pipelines.execution;

/** Where a run's life is; what the API shows is derived from this and the stages. */
public enum Phase {
  NEW("not started"),
  QUEUED("started; no attempt has been made"),
  ACTIVE("an attempt has been made, or a person is asked"),
  CANCELLING("asked to stop; holds its slots until every attempt is seen ended or fenced"),
  ENDED("over, for good");

  private final String sentence;

  Phase(String sentence) {
    this.sentence = sentence;
  }

  /** What it means, for a person. */
  public String sentence() {
    return sentence;
  }
}
