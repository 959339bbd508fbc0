package ai.matih.pipelines.gateway.naming;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.identity.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ExternalNamesTest {
  private static final ExecutionId EXECUTION =
      ExecutionId.of(PipelineId.of(new TenantId("acme"), "sales", 0), "key");

  /** Stages that differ only in what an alphabet may lose. */
  private static final List<String> STAGES =
      List.of("s1", "S1", "s-1", "s_1", "s.1", "s 1", "s:1", "s~1", "s~003a1", "a".repeat(40), "ä");

  @Test
  void namesNeverChange() {
    AttemptId attempt = new AttemptId(EXECUTION, "s1", 1);

    assertThat(attempt).hasToString("exec-sv63rd0jdjgr1q0b3k0vn9resv/s1/1");
    assertThat(ExternalNames.uuid(attempt)).hasToString("e8d93f47-1ebd-5c56-8b06-a13049203bf9");
    assertThat(ExternalNames.hex32(attempt)).isEqualTo("7c93bcd5f822e42f740aa7beae9d5a26");
    assertThat(ExternalNames.dnsLabel(attempt))
        .isEqualTo("matih-s1-1-7c93bcd5f822e42f740aa7beae9d5a26");
    assertThat(ExternalNames.airflowRunId(attempt))
        .isEqualTo("exec-sv63rd0jdjgr1q0b3k0vn9resv:s1:1");
  }

  @Test
  void differentAttemptsHaveDifferentNames() {
    List<AttemptId> attempts = attempts();
    List<Function<AttemptId, ?>> encodings =
        List.of(
            ExternalNames::uuid,
            ExternalNames::hex32,
            ExternalNames::dnsLabel,
            ExternalNames::airflowRunId);

    for (Function<AttemptId, ?> encoding : encodings) {
      assertThat(attempts.stream().map(encoding).distinct()).hasSameSizeAs(attempts);
    }
  }

  @Test
  void everyNameIsInItsAlphabet() {
    for (AttemptId attempt : attempts()) {
      UUID uuid = ExternalNames.uuid(attempt);
      assertThat(uuid.version()).isEqualTo(5);
      assertThat(uuid.variant()).isEqualTo(2);
      assertThat(ExternalNames.hex32(attempt)).matches("[0-9a-f]{32}");
      assertThat(ExternalNames.dnsLabel(attempt))
          .matches("[a-z]([a-z0-9-]*[a-z0-9])?")
          .hasSizeLessThanOrEqualTo(63);
      assertThat(ExternalNames.airflowRunId(attempt))
          .matches("[A-Za-z0-9_.~:+-]+")
          .hasSizeLessThanOrEqualTo(250);
    }
  }

  private static List<AttemptId> attempts() {
    List<AttemptId> attempts = new ArrayList<>();
    for (String stage : STAGES) {
      for (int n : new int[] {1, 2, 11, Integer.MAX_VALUE}) {
        attempts.add(new AttemptId(EXECUTION, stage, n));
      }
    }
    return attempts;
  }
}
