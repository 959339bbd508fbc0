package ai.matih.pipelines.http.api.port;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The nodes and what they work on, and what an operator can do to them. */
public interface ClusterOperations {

  /** How everything is; a part that does not answer is named in {@code problems}. */
  CompletionStage<ClusterView> view();

  /** Lets a member hand over what it owns and leave; false if there is no such member. */
  boolean leave(String node);

  /** Declares a member that cannot be reached dead; false if there is no such member. */
  boolean down(String node);

  /** Takes work and entities from a member that stays, and gives it none; or takes it back. */
  CompletionStage<Void> drain(String node, boolean drained);

  /** Stops a reader or lets it go on. */
  CompletionStage<Void> pause(String reader, boolean paused);

  /** Sets a reader back to {@code position}. */
  CompletionStage<Void> rewind(String reader, long position);

  /**
   * Everything.
   *
   * @param problems what could not be found out, and why
   */
  record ClusterView(
      String self,
      List<Member> members,
      List<Reader> readers,
      List<Topic> topics,
      Optional<WakeUps> wakeUps,
      Optional<Archive> archive,
      Map<String, Long> deadLetters,
      List<EngineViews.EngineView> engines,
      List<String> problems) {

    public ClusterView {
      members = List.copyOf(members);
      readers = List.copyOf(readers);
      topics = List.copyOf(topics);
      deadLetters = Map.copyOf(deadLetters);
      engines = List.copyOf(engines);
      problems = List.copyOf(problems);
    }
  }

  /**
   * A node.
   *
   * @param node {@code host:port} for other nodes
   * @param status as the cluster has it, e.g. {@code Up}
   * @param shards by kind of entity
   * @param entities in memory, by kind
   */
  record Member(
      String node,
      String status,
      List<String> roles,
      boolean reachable,
      boolean self,
      boolean leader,
      boolean drained,
      Map<String, Integer> shards,
      Map<String, Integer> entities) {}

  /**
   * A reader of the journal.
   *
   * @param behind places of the journal before it
   * @param lagSeconds age of the first entry that it has not read
   * @param controllable whether it can be paused and rewound
   */
  record Reader(
      String name,
      long position,
      long behind,
      double lagSeconds,
      boolean paused,
      boolean controllable,
      Instant movedAt) {}

  /** Records of a topic that its reader has not finished. */
  record Topic(String name, long lag) {}

  /** The wake-up index; {@code late} is what has been due for more than five seconds. */
  record WakeUps(long waiting, long due, long late, Optional<Instant> earliest) {}

  /**
   * Where ended runs go from the journal.
   *
   * @param retentionSeconds how long after their last entry
   * @param oldestEnd of a run that is in the journal still
   */
  record Archive(long runs, long events, double retentionSeconds, Optional<Instant> oldestEnd) {}
}
