package ai.matih.pipelines.gateway;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StageOrder;
import java.util.concurrent.CompletionStage;

/**
 * One engine instance, spoken to in its own way. Implementations are held to the adapter contract
 * suite.
 *
 * <p>Methods return at once and are called by one thread. What becomes known is pushed to the
 * {@link Reports} the adapter was made with. The returned stage completes when the engine (or the
 * lease store) has durably taken the request, and fails if that is unknown: the gateway then
 * reports the engine unreachable and the execution observes again. Everything may be asked again
 * and late.
 */
public interface EngineAdapter extends AutoCloseable {

  /** What can be expected of the instance. No I/O. */
  Capabilities capabilities();

  /** What would run, for people. No I/O. Throws IllegalArgumentException if it cannot run here. */
  CompiledJob compile(StageOrder order);

  /**
   * Starts the attempt, unless it was ever started or fenced; reports what is then known of it and
   * goes on reporting until it ends. A job that waits for capacity counts as running.
   */
  CompletionStage<Void> submit(Watch watch, StageOrder order);

  /** Reports what is known of the attempt now, and goes on reporting if it runs. */
  CompletionStage<Void> observe(Watch watch);

  /**
   * Takes the attempt's name, so that no submit can start it, and reports {@code Fenced}. An
   * attempt that was started is left alone and reported as it is.
   */
  CompletionStage<Void> fence(Watch watch);

  /** Stops the attempt; its end is reported as it then is. Harmless if it ended or never was. */
  CompletionStage<Void> cancel(AttemptId attempt, String reason);

  /** Hands a signal to the running attempt; dropped if it does not run. */
  CompletionStage<Void> signal(AttemptId attempt, Signal signal);

  /** Stops watching and lets go of threads and connections. Jobs of an outside engine run on. */
  @Override
  void close();
}
