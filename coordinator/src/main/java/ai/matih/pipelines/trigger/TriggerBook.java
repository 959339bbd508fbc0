package ai.matih.pipelines.trigger;

import ai.matih.pipelines.entity.Sharing;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the triggers of a pipeline have seen, and what waits for its run. Immutable.
 *
 * @param watches what is done outside for those that are driven
 * @param sights by name of the trigger
 * @param waiting what was found and has not become a run, oldest first
 * @param missed the last things that do not run, oldest first
 * @param paused by name, since when a trigger starts nothing
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TriggerBook(
    List<Watch> watches,
    Map<String, Sight> sights,
    List<Firing> waiting,
    List<Missed> missed,
    Map<String, Instant> paused) {
  private static final int REMEMBERED = 20;

  /** No triggers. */
  public static final TriggerBook EMPTY =
      new TriggerBook(List.of(), Map.of(), List.of(), List.of(), Map.of());

  /** The journal leaves out what is empty. */
  public TriggerBook {
    watches = watches == null ? List.of() : List.copyOf(watches);
    sights = Sharing.of(sights);
    waiting = waiting == null ? List.of() : List.copyOf(waiting);
    missed = missed == null ? List.of() : List.copyOf(missed);
    paused = Sharing.of(paused);
  }

  /**
   * These are watched from now on. One that rests keeps what it has seen; one whose identity is
   * another begins anew.
   */
  public TriggerBook watching(List<Watch> next, Instant at) {
    Map<String, Sight> all = sights;
    for (Watch watch : next) {
      Sight known = all.get(watch.trigger());
      if (known == null || !known.identity().equals(watch.identity())) {
        all = Sharing.plus(all, watch.trigger(), Sight.first(watch.identity(), at));
      }
    }
    return new TriggerBook(next, all, waiting, missed, paused);
  }

  /** What {@code trigger} has seen; nothing if it was never driven. */
  public Optional<Sight> sight(String trigger) {
    return Optional.ofNullable(sights.get(trigger));
  }

  /** {@code trigger} has seen more. */
  public TriggerBook with(String trigger, Sight sight) {
    return new TriggerBook(watches, Sharing.plus(sights, trigger, sight), waiting, missed, paused);
  }

  /** {@code firing} waits for its run. */
  public TriggerBook fired(Firing firing, Instant at) {
    List<Firing> all = new ArrayList<>(waiting);
    all.add(firing);
    // one that others call is never watched
    Sight sight =
        sight(firing.trigger()).orElseGet(() -> Sight.first(firing.evidence().kind(), at));
    return new TriggerBook(
        watches,
        Sharing.plus(sights, firing.trigger(), sight.fired(firing, at)),
        all,
        missed,
        paused);
  }

  /** It has become a run. */
  public TriggerBook without(String trigger, String key) {
    return new TriggerBook(
        watches,
        sights,
        waiting.stream().filter(one -> !one.is(trigger, key)).toList(),
        missed,
        paused);
  }

  /** It does not run. */
  public TriggerBook missed(Missed one) {
    List<Missed> last = new ArrayList<>(missed);
    last.add(one);
    return new TriggerBook(
        watches,
        sights,
        waiting.stream().filter(other -> !other.is(one.trigger(), one.key())).toList(),
        last.size() > REMEMBERED ? last.subList(1, last.size()) : last,
        paused);
  }

  /** {@code trigger} starts nothing from now on. */
  public TriggerBook paused(String trigger, Instant at) {
    return with(Sharing.plus(paused, trigger, at));
  }

  /** {@code trigger} starts runs again. */
  public TriggerBook resumed(String trigger) {
    return with(Sharing.minus(paused, trigger));
  }

  /** Whether {@code trigger} starts nothing by itself. */
  public boolean rests(String trigger) {
    return paused.containsKey(trigger);
  }

  /** None but these is paused: the others are gone. */
  public TriggerBook resumedBut(Set<String> there) {
    Map<String, Instant> kept = paused;
    for (String trigger : paused.keySet()) {
      kept = there.contains(trigger) ? kept : Sharing.minus(kept, trigger);
    }
    return with(kept);
  }

  private TriggerBook with(Map<String, Instant> nowPaused) {
    return new TriggerBook(watches, sights, waiting, missed, nowPaused);
  }
}
