package ai.matih.pipelines.trigger;

import ai.matih.pipelines.entity.Sharing;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one trigger has seen. Immutable.
 *
 * @param identity of the trigger that has seen it: another one begins anew
 * @param since when it was driven first; what happened before is not its concern
 * @param upTo place in the whole journal up to which it was told of datasets
 * @param arrived by dataset, the newest version that no run was started for
 * @param round grows with every look that is journaled
 * @param position where the next look begins, as the place that is looked at writes it
 * @param files by path, the files that were seen
 * @param keys what came of late, so that it does not come twice
 * @param lastFired when it last found something to run
 * @param problem why its last look failed
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Sight(
    String identity,
    Instant since,
    long upTo,
    Map<String, Evidence.Arrival> arrived,
    int round,
    Optional<String> position,
    Map<String, String> files,
    List<String> keys,
    Optional<Instant> lastFired,
    Optional<Problem> problem) {
  private static final int KEYS = 1_000;

  /** What went wrong, and when. */
  public record Problem(String message, Instant at) {}

  /** The journal leaves out what is empty. */
  public Sight {
    arrived = Sharing.of(arrived);
    position = position == null ? Optional.empty() : position;
    files = Sharing.of(files);
    keys = keys == null ? List.of() : List.copyOf(keys);
    lastFired = lastFired == null ? Optional.empty() : lastFired;
    problem = problem == null ? Optional.empty() : problem;
  }

  /** Nothing seen yet. */
  public static Sight first(String identity, Instant since) {
    return new Sight(
        identity,
        since,
        0,
        Map.of(),
        0,
        Optional.empty(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether {@code key} came of late. */
  public boolean knows(String key) {
    return keys.contains(key);
  }

  /** A version has arrived. */
  public Sight with(Evidence.Arrival arrival, long place) {
    return new Sight(
        identity,
        since,
        Math.max(upTo, place),
        Sharing.plus(arrived, arrival.dataset(), arrival),
        round,
        position,
        files,
        plus(keys, arrival.version()),
        lastFired,
        problem);
  }

  /** It was looked at. */
  public Sight looked(
      Optional<String> next,
      Map<String, String> seen,
      List<String> gone,
      Optional<String> wrong,
      Instant at) {
    Map<String, String> all = files;
    for (String path : gone) {
      all = Sharing.minus(all, path);
    }
    for (Map.Entry<String, String> one : seen.entrySet()) {
      all = Sharing.plus(all, one.getKey(), one.getValue());
    }
    return new Sight(
        identity,
        since,
        upTo,
        arrived,
        round + 1,
        next.or(() -> position),
        all,
        keys,
        lastFired,
        wrong.map(text -> new Problem(text, at)));
  }

  /** It has found something; versions that arrived are used up. */
  public Sight fired(Firing firing, Instant at) {
    return new Sight(
        identity,
        since,
        upTo,
        firing.evidence() instanceof Evidence.Datasets ? Map.of() : arrived,
        round,
        position,
        files,
        knows(firing.key()) ? keys : plus(keys, firing.key()),
        Optional.of(at),
        problem);
  }

  private static List<String> plus(List<String> keys, String key) {
    List<String> all = new ArrayList<>(keys.size() + 1);
    all.addAll(keys.size() < KEYS ? keys : keys.subList(keys.size() - KEYS + 1, keys.size()));
    all.add(key);
    return all;
  }
}
