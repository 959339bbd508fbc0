package ai.matih.pipelines.engine;

/** The topics, in one place (design section 6). None is compacted. */
public record Topics(String prefix) {

  /** The documented names. */
  public static final Topics DEFAULT = new Topics("matih.pipelines.");

  /** Public lifecycle events; the name is the product's. */
  public static final String JOB_EVENTS = "pipeline.job.events";

  private static final String DEAD_LETTERS = ".dlq";

  /** Commands to one engine instance, key execution id. */
  public String engineCommands(String instance) {
    return prefix + "engine." + instance + ".commands";
  }

  /** What engines report, key execution id. */
  public String engineEvents() {
    return prefix + "engine.events";
  }

  /** Changes asked for over Kafka, key pipeline id. */
  public String commands() {
    return prefix + "commands";
  }

  /** Their answers. */
  public String commandResults() {
    return prefix + "command-results";
  }

  /** What definitions want told of their runs on channel kafka, key execution id. */
  public String notifications() {
    return prefix + "notifications";
  }

  /** Commands that could not be read. */
  public String commandsDeadLetters() {
    return deadLetters(commands());
  }

  /** Where the unreadable records of {@code topic} are kept, byte for byte. */
  public static String deadLetters(String topic) {
    return topic + DEAD_LETTERS;
  }

  /** The topic whose unreadable records {@code deadLetters} keeps. */
  public static String origin(String deadLetters) {
    return deadLetters.endsWith(DEAD_LETTERS)
        ? deadLetters.substring(0, deadLetters.length() - DEAD_LETTERS.length())
        : deadLetters;
  }
}
