package ai.matih.pipelines.node;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrapSettings;
import org.apache.pekko.management.cluster.bootstrap.JoinDecision;
import org.apache.pekko.management.cluster.bootstrap.JoinSelf$;
import org.apache.pekko.management.cluster.bootstrap.KeepProbing$;
import org.apache.pekko.management.cluster.bootstrap.LowestAddressJoinDecider;
import org.apache.pekko.management.cluster.bootstrap.SeedNodesInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Which of the pods founds a cluster: that with the lowest address, as usual, but none while the
 * database knows of a member (see {@link WayIn}): pods that a network cuts off see only each other,
 * and would found a second one. Pekko makes it by its name, once for each actor system.
 */
final class FoundingDecider extends LowestAddressJoinDecider {
  private static final Logger LOG = LoggerFactory.getLogger(FoundingDecider.class);

  /** What the database knows. */
  @FunctionalInterface
  interface Others {
    /** Addresses of other nodes that are members now. Blocks. */
    List<String> now() throws SQLException;
  }

  private static final class Known implements Extension {
    private static final ExtensionId<Known> ID =
        new ExtensionId<>() {
          @Override
          public Known createExtension(org.apache.pekko.actor.typed.ActorSystem<?> system) {
            return new Known();
          }
        };

    private volatile Others others =
        () -> {
          throw new SQLException("nobody has said where to ask");
        };
  }

  private final Known known;

  /** For Pekko. */
  FoundingDecider(ActorSystem system, ClusterBootstrapSettings settings) {
    super(system, settings);
    known = Known.ID.apply(Adapter.toTyped(system));
  }

  /** Whom {@code system} asks; before its bootstrap begins. */
  static void ask(org.apache.pekko.actor.typed.ActorSystem<?> system, Others others) {
    Known.ID.apply(system).others = others;
  }

  @Override
  public Future<JoinDecision> decide(SeedNodesInformation seen) {
    CompletionStage<JoinDecision> usual = FutureConverters.asJava(super.decide(seen));
    return FutureConverters.asScala(
        usual.thenCompose(
            decision ->
                decision == JoinSelf$.MODULE$
                    ? CompletableFuture.supplyAsync(
                        this::founding, task -> Thread.ofVirtual().name("founding").start(task))
                    : CompletableFuture.completedFuture(decision)));
  }

  private JoinDecision founding() {
    try {
      List<String> members = known.others.now();
      if (members.isEmpty()) {
        return JoinSelf$.MODULE$;
      }
      LOG.info("founds no cluster, because {} are members of one; looks for them", members);
    } catch (SQLException e) {
      LOG.warn("founds no cluster before the database answers: {}", e.getMessage());
    }
    return KeepProbing$.MODULE$;
  }
}
