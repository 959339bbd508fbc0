package ai.matih.pipelines.gateway;

import ai.matih.pipelines.connection.Secrets;
import ai.matih.pipelines.definition.EngineKind;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Makes the adapters of one kind of outside engine. Found through {@link ServiceLoader}, so that an
 * engine is added by adding its module. The embedded engine is made by the node itself, since it
 * shares the node's connectors and lease store.
 */
public interface EngineAdapterFactory {

  /** The kind it is for; one factory for each kind. */
  EngineKind kind();

  /**
   * An adapter for one instance; opens no connection yet.
   *
   * @param secrets asked when a request is made, never before
   * @throws IllegalArgumentException for a wrong or unknown setting, naming it
   */
  EngineAdapter create(EngineInstance instance, Secrets secrets, Reports reports);

  /** The installed factory for {@code kind}, if its module is there. */
  static Optional<EngineAdapterFactory> installed(EngineKind kind) {
    return ServiceLoader.load(EngineAdapterFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.kind() == kind)
        .findFirst();
  }
}
