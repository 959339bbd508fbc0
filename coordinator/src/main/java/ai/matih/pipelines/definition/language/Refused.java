package ai.matih.pipelines.definition.language;

/** A text that is no value of its type. Becomes a problem; never leaves this package. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String remedy;

  Refused(String code, String message, String remedy) {
    super(message, null, false, false);
    this.code = code;
    this.remedy = remedy;
  }

  String code() {
    return code;
  }

  String remedy() {
    return remedy;
  }
}
