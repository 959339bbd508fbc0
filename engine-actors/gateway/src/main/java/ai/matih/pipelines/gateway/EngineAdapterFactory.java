package ai.matih.pipelines.gateway;

import ai.matih.pipelines.definition.EngineKind;

/** Makes the adapters of one kind of engine. Found through {@link java.util.ServiceLoader}. */
public interface EngineAdapterFactory {

  /** The kind it is for. */
  EngineKind kind();

  /**
   * An adapter for one instance; opens no connection yet.
   *
   * @throws IllegalArgumentException for a wrong or unknown setting, naming it
   */
  EngineAdapter create(EngineInstance instance, EngineSurroundings surroundings, Reports reports);
}
