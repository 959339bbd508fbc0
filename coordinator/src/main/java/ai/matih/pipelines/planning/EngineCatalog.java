package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.EngineKind;
import java.util.List;
import java.util.Optional;

/** The engines that are configured, those preferred first. */
public record EngineCatalog(List<EngineInstance> instances) {

  /** A node with nothing installed beside it. */
  public static final EngineCatalog EMBEDDED_ONLY =
      new EngineCatalog(List.of(EngineInstance.EMBEDDED));

  public EngineCatalog {
    instances = List.copyOf(instances);
  }

  /** The instance to use of that kind: one that answers, if there is any. */
  public Optional<EngineInstance> find(EngineKind kind) {
    return instances.stream()
        .filter(instance -> instance.kind() == kind && instance.problem().isEmpty())
        .findFirst()
        .or(() -> instances.stream().filter(instance -> instance.kind() == kind).findFirst());
  }
}
