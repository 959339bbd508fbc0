package ai.matih.pipelines.node;

import ai.matih.pipelines.persistence.journal.JournalCodec;
import ai.matih.pipelines.persistence.operations.ClusterMembers;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.Subscribe;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.apache.pekko.management.javadsl.PekkoManagement;

/**
 * This node as a member of the cluster: how it gets in, and how it learns that it is out. A node
 * that was removed while it was stopped or cut off has lost what it owned; it ends, and comes back
 * as a new member when it is started again.
 */
final class Membership {
  /** The name that every node's actor system has. */
  static final String SYSTEM = "matih";

  private static final Duration LEAST_PAUSE = Duration.ofMillis(500);
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration ONCE_MORE = Duration.ofSeconds(2);

  private final ActorSystem<?> system;
  private final ClusterSettings settings;
  private final AtomicBoolean leaving = new AtomicBoolean();
  private final CompletableFuture<String> removed = new CompletableFuture<>();
  private volatile boolean member;

  private Membership(ActorSystem<?> system, ClusterSettings settings) {
    this.system = system;
    this.settings = settings;
  }

  /** What Pekko has to know of {@code settings}. */
  static Config config(ClusterSettings settings) {
    Map<String, Object> config = new HashMap<>();
    config.put("pekko.remote.artery.canonical.hostname", settings.host());
    config.put("pekko.remote.artery.canonical.port", settings.port());
    // whom to ask is said by the way in, which looks into the database first
    config.put("pekko.cluster.seed-nodes", List.of());
    config.put("pekko.cluster.app-version", Integer.toString(JournalCodec.CURRENT.level()));
    config.put("pekko.cluster.roles", settings.roles().stream().sorted().toList());
    config.put("pekko.cluster.sharding.number-of-shards", settings.shards());
    config.put("pekko.cluster.failure-detector.acceptable-heartbeat-pause", pause(settings));
    if (settings.discovery() instanceof ClusterSettings.Discovery.Kubernetes kubernetes) {
      config.put("pekko.management.http.port", kubernetes.port());
      config.put("pekko.management.http.bind-hostname", "0.0.0.0");
      config.put("pekko.management.cluster.bootstrap.contact-point-discovery.service-name", SYSTEM);
      config.put(
          "pekko.management.cluster.bootstrap.contact-point-discovery.discovery-method",
          "kubernetes-api");
      config.put(
          "pekko.management.cluster.bootstrap.contact-point-discovery.required-contact-point-nr",
          kubernetes.required());
      config.put("pekko.management.cluster.bootstrap.contact-point-discovery.port-name", "");
      config.put(
          "pekko.management.cluster.bootstrap.contact-point.fallback-port", kubernetes.port());
      config.put("pekko.discovery.method", "kubernetes-api");
      config.put(
          "pekko.management.cluster.bootstrap.join-decider.class", FoundingDecider.class.getName());
      config.put("pekko.discovery.kubernetes-api.pod-label-selector", kubernetes.selector());
      if (!kubernetes.namespace().isEmpty()) {
        config.put("pekko.discovery.kubernetes-api.pod-namespace", kubernetes.namespace());
      }
    }
    return ConfigFactory.parseMap(config);
  }

  /**
   * A heartbeat comes every half second, and as much again is within its usual spread; what is
   * accepted comes on top of both.
   */
  private static Duration pause(ClusterSettings settings) {
    Duration pause = settings.detection().minusSeconds(1);
    return pause.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : pause;
  }

  /**
   * Begins to join; returns before it has.
   *
   * @param members what the database knows of the cluster
   * @param teardown leaves the cluster and ends {@code system}
   */
  static Membership join(
      ActorSystem<?> system, ClusterSettings settings, ClusterMembers members, Teardown teardown) {
    Membership membership = new Membership(system, settings);
    teardown.add("cluster", membership::leave);
    system
        .getWhenTerminated()
        .thenRun(
            () -> {
              if (!membership.leaving.get()) {
                membership.removed.complete(
                    why(
                        CoordinatedShutdown.get(Adapter.toClassic(system))
                            .getShutdownReason()
                            .filter(CoordinatedShutdown.clusterLeavingReason()::equals)
                            .isPresent()));
              }
            });
    if (settings.alone()) {
      Cluster cluster = Cluster.get(system);
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    } else {
      if (settings.discovery() instanceof ClusterSettings.Discovery.Kubernetes) {
        FoundingDecider.ask(
            system, () -> members.others(settings.host() + ":" + settings.port(), WayIn.RECENTLY));
        PekkoManagement.get(Adapter.toClassic(system)).start();
        ClusterBootstrap.get(Adapter.toClassic(system)).start();
      }
      membership.openWay(members, teardown);
    }
    return membership;
  }

  /** What the node says when it ends without having asked for it. */
  static String why(boolean asked) {
    return asked
        ? "an operator has let this node leave the cluster (`matih cluster actions` says who); it has"
            + " handed over and ends, and can be started again"
        : "the other nodes have removed this one from the cluster, because it was stopped or cut off"
            + " for longer than they wait; it ends, so that it can be started again";
  }

  private void openWay(ClusterMembers members, Teardown teardown) {
    var cluster = org.apache.pekko.cluster.Cluster.get(Adapter.toClassic(system));
    cluster.registerOnMemberUp(() -> member = true);
    system.getWhenTerminated().thenRun(() -> member = false);
    teardown.add(
        "way into the cluster",
        WayIn.open(
            members,
            settings.host() + ":" + settings.port(),
            settings.seeds(),
            () -> member,
            nodes -> cluster.joinSeedNodes(nodes.stream().map(Membership::address).toList())));
  }

  private static Address address(String node) {
    int colon = node.lastIndexOf(':');
    return new Address(
        "pekko", SYSTEM, node.substring(0, colon), Integer.parseInt(node.substring(colon + 1)));
  }

  /**
   * Waits until the others have let this node in.
   *
   * @throws NodeStartException if they have not in time
   */
  void await() {
    if (settings.alone()) {
      return;
    }
    CompletableFuture<Void> up = new CompletableFuture<>();
    org.apache.pekko.cluster.Cluster.get(Adapter.toClassic(system))
        .registerOnMemberUp(() -> up.complete(null));
    try {
      up.get(settings.join().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      throw new NodeStartException(
          "no cluster let this node in within "
              + settings.join().toSeconds()
              + " s: "
              + (settings.seeds().isEmpty()
                  ? "check cluster.kubernetes, the pods' labels and the right to list pods"
                  : "of "
                      + settings.seeds()
                      + " the first must be up, or another that is a member"),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeStartException("interrupted while joining the cluster", e);
    }
  }

  /** Calls {@code what} soon after each change of members, and once more when shards have moved. */
  void afterEachChange(Runnable what) {
    system.systemActorOf(Changes.behavior(what), "membership-changes", Props.empty());
  }

  /** Completes with the reason if this node is out of the cluster without having asked for it. */
  CompletableFuture<String> removed() {
    return removed;
  }

  /** Hands over all that this node owns, leaves, and ends the actor system. */
  void leave() {
    leaving.set(true);
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  /** Whether every member, as this node sees them, runs a release that reads {@code event}. */
  boolean readByAll(Object event) {
    int level = JournalCodec.CURRENT.level(event);
    return level == 0 || level <= lowestLevel();
  }

  /** Whether every member runs a release with all that this one can write. */
  boolean oneRelease() {
    return lowestLevel() == JournalCodec.CURRENT.level();
  }

  private int lowestLevel() {
    int lowest = JournalCodec.CURRENT.level();
    for (Member member : Cluster.get(system).state().getMembers()) {
      lowest = Math.min(lowest, level(member.appVersion().version()));
    }
    return lowest;
  }

  /** The first release told no level: what it reads is level 0. */
  static int level(String appVersion) {
    return appVersion.matches("\\d{1,6}") ? Integer.parseInt(appVersion) : 0;
  }

  /** How many members there are, as this node sees it. */
  int members() {
    int count = 0;
    for (var ignored : Cluster.get(system).state().getMembers()) {
      count++;
    }
    return count;
  }

  private static final class Changes {
    private sealed interface Message {}

    private record Changed() implements Message {}

    private record Due() implements Message {}

    private static Behavior<Message> behavior(Runnable what) {
      return Behaviors.setup(
          context ->
              Behaviors.withTimers(
                  timers -> {
                    Cluster.get(context.getSystem())
                        .subscriptions()
                        .tell(
                            Subscribe.create(
                                context.messageAdapter(
                                    ClusterEvent.MemberEvent.class, event -> new Changed()),
                                ClusterEvent.MemberEvent.class));
                    return Behaviors.receiveMessage(message -> take(message, timers, what));
                  }));
    }

    private static Behavior<Message> take(
        Message message, TimerScheduler<Message> timers, Runnable what) {
      switch (message) {
        case Changed ignored -> {
          timers.startSingleTimer("soon", new Due(), SOON);
          timers.startSingleTimer("once more", new Due(), ONCE_MORE);
        }
        case Due ignored -> what.run();
      }
      return Behaviors.same();
    }
  }
}
