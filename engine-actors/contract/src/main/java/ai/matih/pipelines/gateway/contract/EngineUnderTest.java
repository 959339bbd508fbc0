package ai.matih.pipelines.gateway.contract;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.gateway.EngineAdapter;
import ai.matih.pipelines.gateway.Reports;

/**
 * An engine with switches for what can go wrong. It outlives its adapters: an engine of its own
 * process runs on, and the embedded one keeps its lease store.
 */
public interface EngineUnderTest extends AutoCloseable {

  /** What a job does. */
  enum Behaviour {
    /** Ends well at once, with a result document. */
    ENDS_WELL,
    /** Ends badly at once. */
    FAILS,
    /** Is refused, or fails before anything of it begins to work. */
    IS_REFUSED,
    /** Works until {@link #letGo} or a cancel, then ends well. */
    GOES_ON
  }

  /** A new gateway, as after a restart of ours: the adapters before are closed. */
  EngineAdapter connect(Reports reports);

  /** A stage of one step that behaves so. */
  StageOrder order(Behaviour behaviour);

  /** Lets the job end that {@link Behaviour#GOES_ON}. */
  void letGo(AttemptId attempt);

  /** How often the engine began to work on the attempt. */
  int starts(AttemptId attempt);

  /** How many of these were at work at the same time, at most. */
  int mostAtOnce(AttemptId attempt);

  /** Whether the engine works on the attempt now. */
  boolean isAtWork(AttemptId attempt);

  /** From now on the engine does not answer; its jobs run on if they can. */
  void cutOff();

  /** It answers again. */
  void reconnect();

  /** The engine loses its memory of the attempt, which has ended. */
  void forget(AttemptId attempt);

  /** The result document of the attempt, which has ended, is lost; that it ended is still known. */
  void loseResult(AttemptId attempt);

  @Override
  void close();
}
