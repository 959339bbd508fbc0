package ai.matih.pipelines.http.api.command;

import ai.matih.pipelines.identity.Principal;
import java.util.Optional;

/**
 * What became of a record of the command topic; each is to be made durable before its offset is.
 */
public sealed interface Outcome {

  /** Carried out or refused: {@code result} goes to the results' topic. */
  record Answered(byte[] result) implements Outcome {}

  /**
   * No command can be read from it, so that nobody can be answered: to the dead letters.
   *
   * @param sender whose token came with it, if it is a good one
   */
  record Unreadable(String reason, Optional<Principal> sender) implements Outcome {}

  /**
   * Tried again and again, and the node could not tell whether it is done: an answer that says so,
   * and to the dead letters, from where the same command can be sent again without a second effect.
   */
  record GivenUp(byte[] result, String reason, Optional<Principal> sender) implements Outcome {}
}
