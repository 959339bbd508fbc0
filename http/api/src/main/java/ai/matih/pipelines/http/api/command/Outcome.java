package ai.matih.pipelines.http.api.command;

/**
 * What became of a record of the command topic; each is to be made durable before its offset is.
 */
public sealed interface Outcome {

  /** Carried out or refused: {@code result} goes to the results' topic. */
  record Answered(byte[] result) implements Outcome {}

  /** No command can be read from it, so that nobody can be answered: to the dead letters. */
  record Unreadable(String reason) implements Outcome {}

  /**
   * Tried again and again, and the node could not tell whether it is done: an answer that says so,
   * and to the dead letters, from where the same command can be sent again without a second effect.
   */
  record GivenUp(byte[] result, String reason) implements Outcome {}
}
