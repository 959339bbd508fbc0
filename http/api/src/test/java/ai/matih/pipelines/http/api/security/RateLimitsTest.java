package ai.matih.pipelines.http.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.identity.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final TenantId ACME = new TenantId("acme");

  private final MovedByHand clock = new MovedByHand();
  private final RateLimits limits = new RateLimits(2, clock);

  @Test
  void theLimitIsPerTenantAndMinute() {
    assertThat(limits.count(ACME).remaining()).isEqualTo(1);
    assertThat(limits.count(ACME).allowed()).isTrue();
    RateLimits.Standing third = limits.count(ACME);

    assertThat(third.allowed()).isFalse();
    assertThat(third.remaining()).isZero();
    assertThat(third.resetAt()).isEqualTo(60);
    assertThat(limits.retryAfter(third)).isEqualTo(50);
    assertThat(limits.count(new TenantId("other")).allowed()).isTrue();
  }

  @Test
  void theNextMinuteIsFresh() {
    limits.count(ACME);
    limits.count(ACME);
    clock.now = Instant.ofEpochSecond(60);

    assertThat(limits.count(ACME).remaining()).isEqualTo(1);
  }

  private static final class MovedByHand extends Clock {
    private Instant now = Instant.ofEpochSecond(10);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
