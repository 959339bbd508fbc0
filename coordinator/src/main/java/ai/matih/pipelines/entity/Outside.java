package ai.matih.pipelines.entity;

import org.apache.pekko.actor.typed.ActorRef;

/** The edge of an entity: carries its effects out. Called on the entity's own thread. */
public interface Outside<S, C, F, R> {

  /** Carries out {@code effect}; {@code state} is the durable one. Must not block or throw. */
  void run(S state, F effect);

  /** Keeps the address of a caller whose command was decided without a reply. */
  void deferred(C command, ActorRef<R> replyTo);
}
