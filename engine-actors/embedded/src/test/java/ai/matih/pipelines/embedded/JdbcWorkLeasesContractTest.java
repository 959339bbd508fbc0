package ai.matih.pipelines.embedded;

import ai.matih.pipelines.engine.WorkLeases;
import ai.matih.pipelines.gateway.contract.WorkLeasesContract;
import ai.matih.pipelines.persistence.lease.JdbcWorkLeases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The leases the embedded engine really runs on. */
class JdbcWorkLeasesContractTest extends WorkLeasesContract {
  private JdbcWorkLeases leases;

  @BeforeEach
  void open() {
    leases = LeaseDatabase.emptied();
  }

  @AfterEach
  void close() {
    leases.close();
  }

  @Override
  protected WorkLeases leases() {
    return leases;
  }
}
