package ai.matih.pipelines.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connection.Secret;
import ai.matih.pipelines.connection.SecretReference;
import ai.matih.pipelines.connectors.files.LocalRoots;
import ai.matih.pipelines.engine.FailureClass;
import ai.matih.pipelines.identity.TenantId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionResolverTest {
  private static final TenantId TENANT = new TenantId("t");
  private static final NodeDatabase NODE =
      new NodeDatabase("127.0.0.1", 5433, "analytics", "writer", new Secret("hidden"));

  private static ConnectionDefinition connection(
      Map<String, String> options, Map<String, SecretReference> secrets) {
    return new ConnectionDefinition("DB", "postgresql", Optional.empty(), options, secrets);
  }

  @Test
  void aSecretIsFoundByItsReferenceAndTenant() {
    var resolver =
        new ConnectionResolver(
            (tenant, reference) -> Optional.of(new Secret(tenant + "/" + reference.name())),
            Optional.empty(),
            Egress.ANYWHERE);
    var definition =
        connection(Map.of("host", "db"), Map.of("password", new SecretReference("DB_PASSWORD")));
    var resolved = resolver.resolve(TENANT, new ConnectionRevision(1, definition));
    assertThat(resolved.secrets().get("password").reveal()).isEqualTo("t/DB_PASSWORD");
  }

  @Test
  void aSecretThatIsNotSetIsNamedWithThePlaceToSetIt() {
    var resolver =
        new ConnectionResolver(
            (tenant, reference) -> Optional.empty(), Optional.empty(), Egress.ANYWHERE);
    var definition = connection(Map.of(), Map.of("password", new SecretReference("DB_PASSWORD")));
    assertThatThrownBy(() -> resolver.resolve(TENANT, new ConnectionRevision(1, definition)))
        .isInstanceOfSatisfying(
            StepFailure.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo("SECRET_MISSING");
              assertThat(e.failure().remedy().orElseThrow()).contains("MATIH_SECRET_DB_PASSWORD");
            });
  }

  @Test
  void aHostThatMustNotBeCalledIsRefusedByTheNameOfTheSetting() {
    var resolver =
        new ConnectionResolver(
            (t, r) -> Optional.empty(), Optional.of(NODE), Egress.of(List.of("*.example.com")));
    var inside = connection(Map.of("host", "db.example.com"), Map.of());
    var outside = connection(Map.of("host", "169.254.169.254"), Map.of());
    var own = Map.of("host", "node", "database", "analytics", "user", "writer");

    assertThat(resolver.resolve(TENANT, new ConnectionRevision(1, inside)).required("host"))
        .isEqualTo("db.example.com");
    assertThatThrownBy(() -> resolver.resolve(TENANT, new ConnectionRevision(1, outside)))
        .isInstanceOfSatisfying(
            StepFailure.class,
            e -> {
              assertThat(e.failure().failureClass()).isEqualTo(FailureClass.CONFIGURATION);
              assertThat(e.failure().code()).isEqualTo("EGRESS_REFUSED");
              assertThat(e.failure().message()).contains("169.254.169.254", "matih.egress.allow");
            });
    assertThat(
            resolver
                .resolve(TENANT, new ConnectionRevision(1, connection(own, Map.of())))
                .required("host"))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void theNodesOwnDatabaseNeedsNoPortAndNoSecret() {
    var own = Map.of("host", "node", "database", "analytics", "user", "writer", "schema", "marts");
    var revision = new ConnectionRevision(1, connection(own, Map.of()));
    var resolver =
        new ConnectionResolver((t, r) -> Optional.empty(), Optional.of(NODE), Egress.ANYWHERE);
    var resolved = resolver.resolve(TENANT, revision);
    assertThat(resolved.options())
        .containsEntry("host", "127.0.0.1")
        .containsEntry("port", "5433")
        .containsEntry("schema", "marts");
    assertThat(resolved.secrets().get("password").reveal()).isEqualTo("hidden");
    assertThat(resolved.toString()).doesNotContain("hidden");
    var without =
        new ConnectionResolver((t, r) -> Optional.empty(), Optional.empty(), Egress.ANYWHERE);
    assertThatThrownBy(() -> without.resolve(TENANT, revision)).isInstanceOf(StepFailure.class);
  }

  @Test
  void theNodesPasswordIsGivenForItsOwnRoleAndDatabaseOnly() {
    var resolver =
        new ConnectionResolver((t, r) -> Optional.empty(), Optional.of(NODE), Egress.ANYWHERE);
    for (var other : List.of(Map.of("database", "matih"), Map.of("user", "postgres"))) {
      var options =
          new HashMap<>(Map.of("host", "node", "database", "analytics", "user", "writer"));
      options.putAll(other);
      var revision = new ConnectionRevision(1, connection(options, Map.of()));
      assertThatThrownBy(() -> resolver.resolve(TENANT, revision)).isInstanceOf(StepFailure.class);
    }
  }

  @Test
  void aServerThatIsReallyCalledNodeHasAPort() {
    var options = Map.of("host", "node", "port", "5432", "database", "d", "user", "u");
    var resolver =
        new ConnectionResolver((t, r) -> Optional.empty(), Optional.of(NODE), Egress.ANYWHERE);
    var revision = new ConnectionRevision(1, connection(options, Map.of()));
    assertThat(resolver.resolve(TENANT, revision).options()).isEqualTo(options);
  }

  @Test
  void wrongFieldsAreNamedWithoutIo() {
    var connectors =
        Connectors.standard(new LocalRoots(Path.of(""), List.of(), List.of()), Clock.systemUTC());
    var whole = Map.of("host", "db", "database", "d", "user", "u");
    assertThat(connectors.flaw(connection(whole, Map.of()))).isEmpty();
    assertThat(connectors.flaw(connection(Map.of("socketFactory", "x"), Map.of())))
        .map(ConnectionFlaw::field)
        .contains("options.socketFactory");
    assertThat(connectors.flaw(connection(Map.of("host", "db", "user", "u"), Map.of())))
        .map(ConnectionFlaw::message)
        .contains("has no database");
    var local = new ConnectionDefinition("F", "local", Optional.empty(), Map.of(), Map.of());
    assertThat(connectors.flaw(local)).map(ConnectionFlaw::field).contains("options.root");
    var later = new ConnectionDefinition("S", "s3", Optional.empty(), Map.of(), Map.of());
    assertThat(connectors.flaw(later)).isEmpty();
  }
}
