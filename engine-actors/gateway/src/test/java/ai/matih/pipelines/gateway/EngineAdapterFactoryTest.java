package ai.matih.pipelines.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.EngineKind;
import org.junit.jupiter.api.Test;

class EngineAdapterFactoryTest {
  @Test
  void anEngineIsThereIfItsModuleIs() {
    assertThat(EngineAdapterFactory.installed(EngineKind.TEMPORAL))
        .containsInstanceOf(ScriptedAdapterFactory.class);
    assertThat(EngineAdapterFactory.installed(EngineKind.AIRFLOW)).isEmpty();
  }
}
