package ai.matih.pipelines.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.connection.ConnectionCommand;
import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionLifecycle;
import ai.matih.pipelines.connection.ConnectionReply;
import ai.matih.pipelines.connection.ConnectionState;
import ai.matih.pipelines.entity.EntityMessage;
import ai.matih.pipelines.entity.EventSourcedEntity;
import ai.matih.pipelines.entity.Outside;
import ai.matih.pipelines.entity.Site;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.persistence.Samples;
import ai.matih.pipelines.persistence.TestDatabase;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real entity on the real journal: what it persists is what the next incarnation recovers. */
class EntityJournalTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ID = "connection|acme/warehouse";
  private static final Principal ALICE =
      new Principal(Samples.TENANT, "alice", Set.of(), Set.of("connections:write"));

  private TestDatabase database;
  private ActorTestKit kit;

  @BeforeEach
  void start() {
    database = TestDatabase.migrated();
    kit =
        ActorTestKit.create(
            new JournalDatabase(database.url(), "postgres", "", 4)
                .settings()
                .withFallback(ConfigFactory.load()));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    database.close();
  }

  @Test
  void whatWasAcknowledgedIsRecovered() {
    var first = spawn("first", 0);
    assertThat(save(first, "5432")).isEqualTo(new ConnectionReply.Saved(Samples.CONNECTION, true));
    kit.stop(first);

    var second = spawn("second", 0);
    assertThat(read(second)).isEqualTo(new ConnectionReply.Found(Samples.CONNECTION));
    assertThat(
            database.query(
                "SELECT manifest, record->>'tenant', record->'cause'->>'actor' FROM journal_readable"))
        .containsExactly("connection-saved:1,acme,alice");
  }

  @Test
  void aSnapshotThatCannotBeReadIsIgnored() {
    var first = spawn("first", 1);
    save(first, "1");
    save(first, "5432");
    assertThat(database.query("SELECT count(*) FROM event_journal")).containsExactly("2");
    awaitSnapshots();
    kit.stop(first);
    database.execute(
        "UPDATE snapshot SET snapshot_payload = '\\x7b22', snapshot_ser_manifest = 'other:9'");

    assertThat(read(spawn("second", 1)))
        .isInstanceOfSatisfying(
            ConnectionReply.Found.class,
            found -> assertThat(found.revision().revision()).isEqualTo(2));
  }

  @Test
  void anEventOfANewerReleaseStopsTheRecoveryInsteadOfBeingSkipped() {
    var first = spawn("first", 0);
    save(first, "5432");
    kit.stop(first);
    database.execute("UPDATE event_journal SET event_ser_manifest = 'from-the-future:1'");

    TestProbe<ConnectionReply> probe = kit.createTestProbe();
    spawn("second", 0)
        .tell(EntityMessage.ask(new ConnectionCommand.Read(), Samples.ALICE, probe.getRef()));
    probe.expectNoMessage(Duration.ofSeconds(1));
  }

  private void awaitSnapshots() {
    kit.createTestProbe()
        .awaitAssert(
            PATIENCE,
            () -> {
              assertThat(database.query("SELECT count(*) FROM snapshot")).containsExactly("2");
              return null;
            });
  }

  private ActorRef<EntityMessage<ConnectionCommand, ConnectionReply>> spawn(
      String name, int snapshotEvery) {
    return kit.spawn(
        EventSourcedEntity.behavior(
            PersistenceId.ofUniqueId(ID),
            new ConnectionLifecycle(),
            context -> new NoOutside(),
            Site.alone(Clock.systemUTC()),
            new EventSourcedEntity.Keeping(snapshotEvery, Optional.empty())),
        name);
  }

  private ConnectionReply save(
      ActorRef<EntityMessage<ConnectionCommand, ConnectionReply>> entity, String port) {
    var sample = Samples.CONNECTION.definition();
    var definition =
        new ConnectionDefinition(
            sample.name(),
            sample.type(),
            sample.description(),
            Map.of("host", "localhost", "port", port),
            sample.secrets());
    return ask(entity, new ConnectionCommand.Save(ALICE, definition));
  }

  private ConnectionReply read(ActorRef<EntityMessage<ConnectionCommand, ConnectionReply>> entity) {
    return ask(entity, new ConnectionCommand.Read());
  }

  private ConnectionReply ask(
      ActorRef<EntityMessage<ConnectionCommand, ConnectionReply>> entity,
      ConnectionCommand command) {
    TestProbe<ConnectionReply> probe = kit.createTestProbe();
    entity.tell(EntityMessage.ask(command, Samples.ALICE, probe.getRef()));
    return probe.receiveMessage(PATIENCE);
  }

  private record NoOutside()
      implements Outside<
          ConnectionState, ConnectionCommand, ConnectionLifecycle.NoEffect, ConnectionReply> {
    @Override
    public void run(ConnectionState state, ConnectionLifecycle.NoEffect effect) {}

    @Override
    public void deferred(ConnectionCommand command, ActorRef<ConnectionReply> replyTo) {}
  }
}
