package ai.matih.pipelines.node;

/** A setting is wrong or unknown; the message names it, where it was given, and the remedy. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SettingsException(String message) {
    super(message);
  }
}
