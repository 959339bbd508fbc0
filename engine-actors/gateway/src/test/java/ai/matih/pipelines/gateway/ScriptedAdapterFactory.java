package ai.matih.pipelines.gateway;

import ai.matih.pipelines.connection.Secrets;
import ai.matih.pipelines.definition.EngineKind;

/** Listed in {@code META-INF/services} of the tests, as an engine's module lists its own. */
public final class ScriptedAdapterFactory implements EngineAdapterFactory {
  @Override
  public EngineKind kind() {
    return EngineKind.TEMPORAL;
  }

  @Override
  public EngineAdapter create(EngineInstance instance, Secrets secrets, Reports reports) {
    return new ScriptedAdapter().reportingTo(reports);
  }
}
