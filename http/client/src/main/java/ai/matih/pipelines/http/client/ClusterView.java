package ai.matih.pipelines.http.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The nodes and what they work on; {@code problems} says what could not be found out. */
public record ClusterView(
    String self,
    List<Member> members,
    List<Reader> readers,
    List<Topic> topics,
    Optional<WakeUps> wakeUps,
    Optional<Archive> archive,
    Map<String, Long> deadLetters,
    List<EngineView> engines,
    List<String> problems) {

  /** A node; shards and entities in memory by kind. */
  public record Member(
      String node,
      String status,
      List<String> roles,
      boolean reachable,
      boolean self,
      boolean leader,
      boolean drained,
      Map<String, Integer> shards,
      Map<String, Integer> entities) {}

  /** A reader of the journal. */
  public record Reader(
      String name,
      long position,
      long behind,
      double lagSeconds,
      boolean paused,
      boolean controllable,
      Instant movedAt) {}

  /** Records that the reader of a topic has not finished. */
  public record Topic(String name, long lag) {}

  /** The wake-up index. */
  public record WakeUps(long waiting, long due, long late, Optional<Instant> earliest) {}

  /** Where ended runs go from the journal after the retention; the oldest end that has not. */
  public record Archive(
      long runs, long events, double retentionSeconds, Optional<Instant> oldestEnd) {}
}
