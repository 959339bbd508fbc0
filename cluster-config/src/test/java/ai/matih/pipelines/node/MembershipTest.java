package ai.matih.pipelines.node;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.persistence.journal.JournalCodec;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class MembershipTest {
  @Test
  void aNodeTellsTheOthersHowMuchOfTheJournalItReads() {
    ClusterSettings settings =
        ClusterSettings.of(
            ConfigFactory.parseResources("matih-defaults.conf").getConfig("matih.cluster"));
    String told = Membership.config(settings).getString("pekko.cluster.app-version");

    assertThat(Membership.level(told)).isEqualTo(JournalCodec.CURRENT.level());
  }

  @Test
  void theFirstReleaseToldNoLevelAndReadsTheFirst() {
    assertThat(Membership.level("0.0.0")).isZero();
    assertThat(Membership.level("12")).isEqualTo(12);
  }
}
