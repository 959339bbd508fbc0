package ai.matih.pipelines.connectors;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks running work to stop. One token belongs to one attempt; any thread may cancel it, once, and
 * the work sees it between rows and through the hooks that interrupt its blocking calls.
 */
public final class CancelToken {
  private final Map<Object, Runnable> hooks = new LinkedHashMap<>();
  private volatile String reason;

  /** Undoes {@link #onCancel}. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** Stops the work; a second call changes nothing. Hooks run on the caller's thread. */
  public void cancel(String why) {
    List<Runnable> toRun;
    synchronized (hooks) {
      if (reason != null) {
        return;
      }
      reason = why;
      toRun = List.copyOf(hooks.values());
    }
    toRun.forEach(Runnable::run);
  }

  /** Why the work must stop, if it must. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  public boolean isCancelled() {
    return reason != null;
  }

  /** Throws {@link StepCancelled} if the work must stop. */
  public void check() {
    if (reason != null) {
      throw new StepCancelled(reason);
    }
  }

  /** Runs {@code hook} on cancel, at once if that has been; it must not block. */
  public Registration onCancel(Runnable hook) {
    Object key = new Object();
    synchronized (hooks) {
      if (reason == null) {
        hooks.put(key, hook);
        return () -> {
          synchronized (hooks) {
            hooks.remove(key);
          }
        };
      }
    }
    hook.run();
    return () -> {};
  }
}
