package ai.matih.pipelines.connectors.jdbc;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connectors.CancelToken;
import ai.matih.pipelines.connectors.ConnectionFlaw;
import ai.matih.pipelines.connectors.ConnectionTest;
import ai.matih.pipelines.connectors.ConnectionType;
import ai.matih.pipelines.connectors.ResolvedConnection;
import ai.matih.pipelines.connectors.StepFailure;
import java.util.Optional;

/** Connections of type {@code postgresql}: host, port, database, user, secret password. */
public final class PostgresConnectionType implements ConnectionType {
  public static final String NAME = "postgresql";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<ConnectionFlaw> flaw(ConnectionDefinition definition) {
    return PostgresFields.flaw(definition.options(), definition.secrets().keySet());
  }

  @Override
  public ConnectionTest test(ResolvedConnection connection) {
    try (var session = PostgresSession.open(connection, "matih test", new CancelToken())) {
      String answer =
          session
              .rows(
                  row ->
                      "PostgreSQL "
                          + row.getString(1)
                          + ", database "
                          + row.getString(2)
                          + ", user "
                          + row.getString(3),
                  "SELECT current_setting('server_version'), current_database(), current_user")
              .getFirst();
      return new ConnectionTest(true, answer, Optional.empty());
    } catch (StepFailure failure) {
      return ConnectionTest.of(failure);
    }
  }
}
