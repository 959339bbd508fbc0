package ai.matih.pipelines.http.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.connection.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HookSignatureTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final Secret KEY = new Secret("top secret");
  private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 'top secret'
  private static final HookSignature GOOD =
      HookSignature.parse(
          "t=1700000000,v1=b818565009498d6980f18cd02e140c93528f621038a94cf111e7fee05f3a2bbf");

  @Test
  void itHoldsForItsKeyAndBodyAndForFiveMinutes() {
    assertThat(GOOD.holds(KEY, BODY, NOW)).isTrue();
    assertThat(GOOD.holds(KEY, BODY, NOW.plusSeconds(299))).isTrue();
    assertThat(GOOD.holds(KEY, BODY, NOW.plusSeconds(301))).isFalse();
    assertThat(GOOD.holds(KEY, BODY, NOW.minusSeconds(301))).isFalse();
    assertThat(GOOD.holds(new Secret("another"), BODY, NOW)).isFalse();
    assertThat(GOOD.holds(KEY, "{}".getBytes(StandardCharsets.UTF_8), NOW)).isFalse();
    assertThat(new HookSignature(GOOD.seconds() + 1, GOOD.hash()).holds(KEY, BODY, NOW)).isFalse();
  }

  @Test
  void aHeaderOfAnotherShapeHoldsForNothing() {
    for (String header : new String[] {"", "t=1,v1=", "v1=" + GOOD.hash(), "t=x,v1=y"}) {
      assertThat(HookSignature.parse(header).holds(KEY, BODY, Instant.EPOCH)).isFalse();
    }
  }
}
