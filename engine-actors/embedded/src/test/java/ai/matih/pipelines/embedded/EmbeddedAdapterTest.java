package ai.matih.pipelines.embedded;

import ai.matih.pipelines.gateway.contract.AdapterContract;
import ai.matih.pipelines.gateway.contract.EngineUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedAdapterTest extends AdapterContract {
  @TempDir private Path home;

  @Override
  protected EngineUnderTest startEngine() {
    return new EmbeddedEngineUnderTest(home, EmbeddedEngineUnderTest.Store.inMemory());
  }
}
