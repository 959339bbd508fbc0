package ai.matih.pipelines.node;

import ai.matih.pipelines.cluster.DrainedNodes;
import ai.matih.pipelines.cluster.SparingAllocation;
import ai.matih.pipelines.engine.Topics;
import ai.matih.pipelines.http.api.port.ClusterOperations;
import ai.matih.pipelines.http.api.port.EngineViews;
import ai.matih.pipelines.persistence.journal.JournalArchive;
import ai.matih.pipelines.persistence.operations.DrainedNodeRows;
import ai.matih.pipelines.persistence.operations.JournalReaders;
import ai.matih.pipelines.persistence.operations.WakeUpQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.GetClusterShardingStats;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Leave;

/**
 * The cluster as this node sees it, with the readers of the journal and the topics. What does not
 * answer in time is named, and the rest is shown: it is looked at when something is broken.
 */
final class NodeCluster implements ClusterOperations {
  private static final Duration SHARDS = Duration.ofSeconds(2);
  private static final long PATIENCE_SECONDS = 8;
  private static final List<String> KINDS = List.of("pipeline", "execution", "connection");

  private final ActorSystem<?> system;
  private final EngineWires wires;
  private final JournalReaders readers;
  private final WakeUpQueue wakeUps;
  private final ArchiveStanding archive;
  private final DrainedNodeRows drained;
  private final Supplier<CompletionStage<List<EngineViews.EngineView>>> engines;
  private final Executor blocking;

  NodeCluster(
      ActorSystem<?> system,
      EngineWires wires,
      JournalReaders readers,
      WakeUpQueue wakeUps,
      ArchiveStanding archive,
      DrainedNodeRows drained,
      Supplier<CompletionStage<List<EngineViews.EngineView>>> engines,
      Executor blocking) {
    this.system = system;
    this.wires = wires;
    this.readers = readers;
    this.wakeUps = wakeUps;
    this.archive = archive;
    this.drained = drained;
    this.engines = engines;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<ClusterView> view() {
    List<String> problems = Collections.synchronizedList(new ArrayList<>());
    Map<String, CompletableFuture<ShardRegion.ClusterShardingStats>> shards = new TreeMap<>();
    KINDS.forEach(kind -> shards.put(kind, stats(kind)));
    var reading = part("the journal's readers", problems, List.<Reader>of(), this::readersNow);
    var due = part("the wake-up index", problems, Optional.<WakeUps>empty(), this::wakeUpsNow);
    var archived = part("the archive", problems, Optional.<Archive>empty(), this::archiveNow);
    var lags = part("Kafka", problems, Map.<String, Long>of(), wires::lags);
    var letters = part("the dead letters", problems, Map.<String, Long>of(), this::lettersNow);
    return CompletableFuture.allOf(reading, due, archived, lags, letters, settled(shards.values()))
        .thenCombine(
            engines.get(),
            (done, known) ->
                new ClusterView(
                    node(Cluster.get(system).selfMember().address()),
                    members(shards, problems),
                    reading.join(),
                    lags.join().entrySet().stream()
                        .map(one -> new Topic(one.getKey(), one.getValue()))
                        .toList(),
                    due.join(),
                    archived.join(),
                    letters.join(),
                    known,
                    List.copyOf(problems)));
  }

  private static CompletableFuture<?> settled(
      java.util.Collection<? extends CompletableFuture<?>> all) {
    return CompletableFuture.allOf(
        all.stream().map(one -> one.handle((a, b) -> a)).toArray(CompletableFuture<?>[]::new));
  }

  private <T> CompletableFuture<T> part(
      String what, List<String> problems, T without, Supplier<T> ask) {
    return CompletableFuture.supplyAsync(ask, blocking)
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(
            failure -> {
              Throwable cause = failure.getCause() == null ? failure : failure.getCause();
              problems.add(what + ": " + cause.getMessage());
              return without;
            });
  }

  private List<Reader> readersNow() {
    Instant now = Instant.now();
    return readers.all().stream()
        .map(
            one ->
                new Reader(
                    one.name(),
                    one.position(),
                    one.behind(),
                    one.waitingSince()
                        .map(since -> Math.max(0, Duration.between(since, now).toMillis()) / 1000.0)
                        .orElse(0.0),
                    one.paused(),
                    !one.name().equals(JournalReaders.READ_MODEL),
                    one.movedAt()))
        .toList();
  }

  private Optional<WakeUps> wakeUpsNow() {
    WakeUpQueue.Standing now = wakeUps.standing();
    return Optional.of(new WakeUps(now.waiting(), now.due(), now.late(), now.earliest()));
  }

  private Optional<Archive> archiveNow() {
    JournalArchive.Figures now = archive.figures();
    return Optional.of(
        new Archive(
            now.runs(), now.events(), archive.retention().toMillis() / 1000.0, now.since()));
  }

  private Map<String, Long> lettersNow() {
    return wires
        .deadLetterReader()
        .kept(List.of(Topics.DEFAULT.commands(), Topics.DEFAULT.engineEvents()));
  }

  private CompletableFuture<ShardRegion.ClusterShardingStats> stats(String kind) {
    return AskPattern
        .<org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery,
            ShardRegion.ClusterShardingStats>
            ask(
                ClusterSharding.get(system).shardState(),
                replyTo ->
                    new GetClusterShardingStats(
                        EntityTypeKey.create(Object.class, kind), SHARDS, replyTo),
                SHARDS.multipliedBy(2),
                system.scheduler())
        .toCompletableFuture();
  }

  private List<Member> members(
      Map<String, CompletableFuture<ShardRegion.ClusterShardingStats>> shards,
      List<String> problems) {
    Cluster cluster = Cluster.get(system);
    Set<Address> away = new HashSet<>();
    cluster.state().getUnreachable().forEach(one -> away.add(one.address()));
    List<Member> members = new ArrayList<>();
    for (org.apache.pekko.cluster.Member one : cluster.state().getMembers()) {
      Map<String, Integer> owned = new TreeMap<>();
      Map<String, Integer> entities = new TreeMap<>();
      shards.forEach(
          (kind, stats) -> {
            if (stats.isCompletedExceptionally()) {
              problems.add("the shards of " + kind + " did not answer");
              return;
            }
            ShardRegion.ShardRegionStats region = stats.join().getRegions().get(one.address());
            if (region != null) {
              owned.put(kind, region.getStats().size());
              entities.put(
                  kind,
                  region.getStats().values().stream()
                      .mapToInt(count -> ((Number) count).intValue())
                      .sum());
            }
          });
      members.add(
          new Member(
              node(one.address()),
              one.status().toString(),
              one.getRoles().stream().filter(role -> !role.startsWith("dc-")).sorted().toList(),
              !away.contains(one.address()),
              one.address().equals(cluster.selfMember().address()),
              one.address().equals(cluster.state().getLeader()),
              DrainedNodes.of(system).have(node(one.address())),
              owned,
              entities));
    }
    return members;
  }

  private static String node(Address address) {
    return SparingAllocation.node(address);
  }

  private Optional<Address> member(String node) {
    for (org.apache.pekko.cluster.Member one : Cluster.get(system).state().getMembers()) {
      if (node(one.address()).equals(node)) {
        return Optional.of(one.address());
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean leave(String node) {
    Optional<Address> address = member(node);
    address.ifPresent(found -> Cluster.get(system).manager().tell(Leave.create(found)));
    return address.isPresent();
  }

  @Override
  public boolean down(String node) {
    Optional<Address> address = member(node);
    address.ifPresent(found -> Cluster.get(system).manager().tell(new Down(found)));
    return address.isPresent();
  }

  @Override
  public CompletionStage<Void> drain(String node, boolean drain) {
    return CompletableFuture.runAsync(() -> drained.set(node, drain), blocking);
  }

  @Override
  public CompletionStage<Void> pause(String reader, boolean paused) {
    return CompletableFuture.runAsync(() -> readers.pause(reader, paused), blocking);
  }

  @Override
  public CompletionStage<Void> rewind(String reader, long position) {
    return CompletableFuture.runAsync(() -> readers.rewind(reader, position), blocking);
  }
}
