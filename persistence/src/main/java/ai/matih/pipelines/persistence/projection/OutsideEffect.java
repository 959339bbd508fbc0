package ai.matih.pipelines.persistence.projection;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What a reader of the journal does outside the database. Called by one thread.
 *
 * @param <M> one message to the outside
 */
public interface OutsideEffect<M> {

  /** Entries follow from the stored position on; those of before may come again. */
  default void begin() {}

  /**
   * The messages that an entry gives; asked once for each entry in the order of the journal, and
   * again from the stored position after a restart.
   */
  List<M> messages(JournalEntry entry, Connection journal) throws SQLException;

  /**
   * Hands one message out; may block for seconds.
   *
   * @throws IOException if the receiver cannot be reached just now: it is tried until it can
   * @throws Refused if the receiver will not have this message: it is tried a few times, then
   *     parked
   */
  void send(M message) throws IOException, Refused;

  /**
   * Makes what was sent outlast a crash; called before the position behind it is stored.
   *
   * @throws IOException if it cannot be made so just now: it is tried until it can
   */
  default void flush() throws IOException {}

  /** The receiver answered, and will not take the message. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
      super(message);
    }
  }
}
