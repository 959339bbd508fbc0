package ai.matih.pipelines.gateway.contract;

import ai.matih.pipelines.engine.WorkLeases;
import java.time.Clock;

class InMemoryWorkLeasesTest extends WorkLeasesContract {
  private final WorkLeases leases = new InMemoryWorkLeases(Clock.systemUTC());

  @Override
  protected WorkLeases leases() {
    return leases;
  }
}
