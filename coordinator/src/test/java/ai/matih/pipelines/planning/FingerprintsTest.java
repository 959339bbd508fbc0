package ai.matih.pipelines.planning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.OnFail;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
  private static final String PAID = "SELECT * FROM {{ input }} WHERE paid";

  @Test
  void equalDefinitionsHaveEqualFingerprints() {
    assertThat(fingerprints(sample(PAID))).isEqualTo(fingerprints(sample(PAID)));
  }

  @Test
  void aChangeIsSeenInItsOwnStepAndInEveryStepBehindIt() {
    Map<String, String> before = fingerprints(sample(PAID));
    Map<String, String> after = fingerprints(sample(PAID + " AND TRUE"));

    assertThat(after.get("extract orders")).isEqualTo(before.get("extract orders"));
    assertThat(after.get("transform open")).isEqualTo(before.get("transform open"));
    assertThat(after.get("transform paid")).isNotEqualTo(before.get("transform paid"));
    assertThat(after.get("load lake")).isNotEqualTo(before.get("load lake"));
  }

  @Test
  void aCheckInFrontOfAStepIsPartOfWhatItDependsOn() {
    Map<String, String> before = fingerprints(sample(PAID));
    Map<String, String> after = fingerprints(sample(PAID).notNull("ids", "paid", OnFail.FAIL));

    assertThat(after.get("transform paid")).isEqualTo(before.get("transform paid"));
    assertThat(after.get("load lake")).isNotEqualTo(before.get("load lake"));
  }

  @Test
  void aFingerprintIsASha256InHex() {
    assertThat(fingerprints(sample(PAID)).values()).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
  }

  private static ADefinition sample(String sql) {
    return new ADefinition()
        .csv("orders")
        .sql("paid", sql, "orders")
        .sql("open", "SELECT * FROM {{ input }} WHERE NOT paid", "orders")
        .table("lake", "paid");
  }

  private static Map<String, String> fingerprints(ADefinition definition) {
    return ATenant.withAll().plan(definition.build()).steps().stream()
        .collect(Collectors.toMap(Step::name, Step::fingerprint));
  }
}
