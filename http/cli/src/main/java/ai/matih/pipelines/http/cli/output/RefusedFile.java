package ai.matih.pipelines.http.cli.output;

import ai.matih.pipelines.http.client.RefusedException;

/** A refusal of what stands in a file, so that problems are shown with their place in it. */
public final class RefusedFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final transient RefusedException refusal;

  public RefusedFile(String file, RefusedException refusal) {
    super(refusal.getMessage(), refusal);
    this.file = file;
    this.refusal = refusal;
  }

  String file() {
    return file;
  }

  RefusedException refusal() {
    return refusal;
  }
}
