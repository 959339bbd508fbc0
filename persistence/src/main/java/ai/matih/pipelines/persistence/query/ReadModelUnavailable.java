package ai.matih.pipelines.persistence.query;

import java.sql.SQLException;

/** The database does not answer; the same question may be asked again. */
public final class ReadModelUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ReadModelUnavailable(SQLException cause) {
    super("the read model does not answer: " + cause.getMessage(), cause);
  }
}
