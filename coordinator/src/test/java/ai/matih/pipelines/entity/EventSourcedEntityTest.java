package ai.matih.pipelines.entity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.schedule.WakeUps;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventSourcedEntityTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String ID = "counter|one";

  private volatile String tooNew = "none";
  private volatile boolean oneRelease;

  /** A counter: add to it, ask for it, and be due an hour after the last change. */
  private static final class Counter
      implements Lifecycle<Counter.State, String, String, String, String> {
    record State(int sum, Optional<Instant> due) {}

    @Override
    public State empty() {
      return new State(0, Optional.empty());
    }

    @Override
    public Decision<String, String, String> decide(State state, String command, Moment moment) {
      return switch (command) {
        case "read" -> Decision.reply("" + state.sum());
        case "later" -> Decision.nothing();
        case "unless any" ->
            state.sum() > 0
                ? Decision.nothing()
                : new Decision<>(List.of("7"), List.of("noted"), Optional.empty());
        case "wake" ->
            state.due().filter(due -> !due.isAfter(moment.now())).isPresent()
                ? new Decision<>(List.of("rung"), List.of(), Optional.empty())
                : Decision.nothing();
        default ->
            new Decision<>(
                List.of(command),
                List.of("added " + command + " to " + state.sum()),
                Optional.of("" + (state.sum() + Integer.parseInt(command))));
      };
    }

    @Override
    public boolean unhurried(String command) {
      return command.equals("unless any");
    }

    @Override
    public State evolve(State state, String event, Instant at) {
      return event.equals("rung")
          ? new State(state.sum(), Optional.empty())
          : new State(
              state.sum() + Integer.parseInt(event), Optional.of(at.plus(Duration.ofHours(1))));
    }

    @Override
    public List<String> pending(State state) {
      return state.sum() > 0 ? List.of("still " + state.sum()) : List.of();
    }

    @Override
    public Optional<Instant> wakeAt(State state) {
      return state.due();
    }

    @Override
    public String wake() {
      return "wake";
    }

    @Override
    public String brief(String reply) {
      return "about " + reply;
    }

    @Override
    public TenantId tenant(State state) {
      return new TenantId("acme");
    }

    @Override
    public boolean settled(State state) {
      return false;
    }
  }

  private final List<String> effects = new CopyOnWriteArrayList<>();
  private final List<String> deferred = new CopyOnWriteArrayList<>();
  private ActorTestKit kit;
  private PersistenceTestKit journal;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            PersistenceTestKitPlugin.getInstance()
                .config()
                .withFallback(
                    ConfigFactory.parseString(
                        "pekko.actor.allow-java-serialization = on\n"
                            + "pekko.actor.warn-about-java-serializer-usage = off\n"
                            + "pekko.persistence.testkit.events.serialize = off"))
                .withFallback(ConfigFactory.load()));
    journal = PersistenceTestKit.create(kit.system());
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<EntityMessage<String, String>> entity() {
    return kit.spawn(
        EventSourcedEntity.behavior(
            PersistenceId.ofUniqueId(ID),
            new Counter(),
            context ->
                new Outside<Counter.State, String, String, String>() {
                  @Override
                  public void run(Counter.State state, String effect) {
                    effects.add(effect + " at " + state.sum());
                  }

                  @Override
                  public void deferred(String command, ActorRef<String> replyTo) {
                    deferred.add(command);
                  }
                },
            new Site(
                Clock.fixed(NOON, ZoneOffset.UTC),
                event -> !event.equals(tooNew),
                () -> oneRelease),
            new EventSourcedEntity.Keeping(0, Optional.empty())));
  }

  @Test
  void repliesAreBriefOnceEveryNodeReadsThem() {
    TestProbe<String> probe = kit.createTestProbe();
    ActorRef<EntityMessage<String, String>> entity = entity();
    entity.tell(EntityMessage.ask("2", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("2");
    oneRelease = true;
    entity.tell(EntityMessage.ask("3", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("about 5");
  }

  @Test
  void whatAnOlderNodeCouldNotReadIsNotWritten() {
    TestProbe<String> probe = kit.createTestProbe();
    ActorRef<EntityMessage<String, String>> entity = entity();
    tooNew = "2";
    entity.tell(EntityMessage.ask("2", Cause.SYSTEM, probe.ref()));
    entity.tell(EntityMessage.ask("3", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("3");
    tooNew = "none";
    entity.tell(EntityMessage.ask("2", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("5");
    assertThat(journaled()).extracting(Journaled::event).containsExactly("3", "2");
  }

  @SuppressWarnings("unchecked")
  private List<Journaled<String>> journaled() {
    return journal.persistedInStorage(ID).stream().map(each -> (Journaled<String>) each).toList();
  }

  @Test
  void commandsThatArriveTogetherAreDecidedInOrderAndAnsweredAfterTheyAreDurable() {
    TestProbe<String> probe = kit.createTestProbe();
    ActorRef<EntityMessage<String, String>> entity = entity();
    for (int i = 1; i <= 100; i++) {
      entity.tell(EntityMessage.ask("1", Cause.SYSTEM, probe.ref()));
    }
    for (int i = 1; i <= 100; i++) {
      assertThat(probe.receiveMessage()).isEqualTo("" + i);
      assertThat(journaled()).hasSizeGreaterThanOrEqualTo(i);
    }
    assertThat(journaled()).hasSize(100);
    long writes =
        journaled().stream().filter(record -> record.wake() instanceof Journaled.Wake.At).count();
    assertThat(writes).as("one write for many commands").isLessThan(50);
  }

  @Test
  void effectsSeeTheDurableStateAndAreOwedAgainAfterARecovery() {
    TestProbe<String> probe = kit.createTestProbe();
    ActorRef<EntityMessage<String, String>> entity = entity();
    entity.tell(EntityMessage.ask("2", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("2");
    probe.awaitAssert(() -> assertThat(effects).containsExactly("added 2 to 0 at 2"));
    kit.stop(entity);

    entity().tell(EntityMessage.ask("read", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("2");
    assertThat(effects).containsExactly("added 2 to 0 at 2", "still 2 at 2");
  }

  @Test
  void afterAFailedPersistNobodyIsAnsweredAndTheStateIsTheJournals() {
    TestProbe<String> probe = kit.createTestProbe();
    ActorRef<EntityMessage<String, String>> entity = entity();
    entity.tell(EntityMessage.ask("1", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("1");
    journal.failNextPersisted(ID);
    entity.tell(EntityMessage.ask("5", Cause.SYSTEM, probe.ref()));
    entity.tell(EntityMessage.ask("read", Cause.SYSTEM, probe.ref()));
    probe.expectNoMessage(Duration.ofMillis(100));

    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          entity.tell(EntityMessage.ask("read", Cause.SYSTEM, probe.ref()));
          assertThat(probe.receiveMessage(Duration.ofSeconds(1))).isEqualTo("1");
          return null;
        });
    assertThat(effects).noneMatch(effect -> effect.contains("added 5"));
  }

  @Test
  void everyRecordNamesItsTenantAuthorAndTimeAndTheLastOneTheDueTime() {
    TestProbe<String> probe = kit.createTestProbe();
    Cause ada = Cause.of("ada", Cause.Origin.API);
    entity().tell(EntityMessage.ask("1", ada, probe.ref()));
    probe.expectMessage("1");
    assertThat(journaled())
        .containsExactly(
            new Journaled<>(
                new TenantId("acme"),
                "1",
                ada,
                NOON,
                new Journaled.Wake.At(NOON.plus(Duration.ofHours(1)))));
  }

  @Test
  void aWakeUpWithTheNewestTokenCountsWhateverTheNodesOwnClockSays() {
    TestProbe<String> probe = kit.createTestProbe();
    ActorRef<EntityMessage<String, String>> entity = entity();
    entity.tell(EntityMessage.ask("1", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("1");
    Instant due = NOON.plus(Duration.ofHours(1));

    entity.tell(new EntityMessage.WakeUp<>(7, due));
    entity.tell(EntityMessage.ask("read", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("1");
    assertThat(journaled()).as("an old token is only a hint").hasSize(1);

    entity.tell(new EntityMessage.WakeUp<>(1, due));
    probe.awaitAssert(() -> assertThat(journaled()).hasSize(2));
    assertThat(journaled().get(1).wake()).isEqualTo(new Journaled.Wake.None());
  }

  @Test
  void aRecallDoesAgainWhatIsOwedAndBringsNothingForward() {
    TestProbe<String> probe = kit.createTestProbe();
    ActorRef<EntityMessage<String, String>> entity = entity();
    entity.tell(EntityMessage.ask("1", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("1");

    entity.tell(new EntityMessage.WakeUp<>(WakeUps.RECALL, NOON.plus(Duration.ofHours(1))));
    entity.tell(EntityMessage.ask("read", Cause.SYSTEM, probe.ref()));

    probe.expectMessage("1");
    assertThat(journaled()).as("what is due in an hour is not due now").hasSize(1);
    probe.awaitAssert(
        () -> assertThat(effects).containsExactly("added 1 to 0 at 1", "still 1 at 1"));
  }

  @Test
  void whatArrivedBeforeTheEntityLeavesIsStillAnswered() {
    TestProbe<String> probe = kit.createTestProbe();
    ActorRef<EntityMessage<String, String>> entity = entity();
    entity.tell(EntityMessage.ask("3", Cause.SYSTEM, probe.ref()));
    entity.tell(EntityMessage.ask("read", Cause.SYSTEM, probe.ref()));
    entity.tell(new EntityMessage.Leave<>());
    probe.expectMessage("3");
    probe.expectMessage("3");
    probe.expectTerminated(entity, Duration.ofSeconds(10));
  }

  @Test
  void aCommandDecidedWithoutAReplyLeavesItsCallerWithTheOutside() {
    TestProbe<String> probe = kit.createTestProbe();
    entity().tell(EntityMessage.ask("later", Cause.SYSTEM, probe.ref()));
    probe.awaitAssert(() -> assertThat(deferred).containsExactly("later"));
  }

  @Test
  void whatMayWaitHasItsEffectAtOnceAndIsJournaledWithinMoments() {
    entity().tell(EntityMessage.tell("unless any", Cause.SYSTEM));
    TestProbe<String> probe = kit.createTestProbe();
    probe.awaitAssert(() -> assertThat(effects).containsExactly("noted at 0"));
    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> assertThat(journaled()).extracting(Journaled::event).containsExactly("7"));
  }

  @Test
  void whatMayWaitIsNotJournaledIfByThenItMeansNothing() {
    TestProbe<String> probe = kit.createTestProbe();
    ActorRef<EntityMessage<String, String>> entity = entity();
    entity.tell(EntityMessage.tell("unless any", Cause.SYSTEM));
    entity.tell(EntityMessage.ask("1", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("1");
    entity.tell(EntityMessage.ask("later", Cause.SYSTEM, probe.ref()));
    probe.awaitAssert(() -> assertThat(deferred).containsExactly("later"));
    assertThat(journaled()).extracting(Journaled::event).containsExactly("1");
  }

  @Test
  void whoWaitsForWhatWasPutAsideHasItJournaledAtOnce() {
    TestProbe<String> probe = kit.createTestProbe();
    ActorRef<EntityMessage<String, String>> entity = entity();
    entity.tell(EntityMessage.tell("unless any", Cause.SYSTEM));
    entity.tell(EntityMessage.ask("later", Cause.SYSTEM, probe.ref()));
    probe.awaitAssert(() -> assertThat(deferred).containsExactly("later"));
    entity.tell(EntityMessage.ask("read", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("7");
  }

  @Test
  void whatMayWaitIsNotGatheredWithoutEnd() {
    TestProbe<String> probe = kit.createTestProbe();
    ActorRef<EntityMessage<String, String>> entity = entity();
    for (int i = 0; i < 20; i++) {
      entity.tell(EntityMessage.tell("unless any", Cause.SYSTEM));
    }
    probe.awaitAssert(() -> assertThat(effects).hasSizeGreaterThanOrEqualTo(20));
    entity.tell(EntityMessage.ask("read", Cause.SYSTEM, probe.ref()));
    probe.expectMessage("7");
  }
}
