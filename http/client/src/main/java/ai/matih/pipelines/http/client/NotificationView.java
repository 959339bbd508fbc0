package ai.matih.pipelines.http.client;

import java.time.Instant;
import java.util.Optional;

/** A message to a receiver; {@code status} is WAITING, SENT or PARKED. */
public record NotificationView(
    String notificationId,
    String executionId,
    String channel,
    Optional<String> connection,
    Optional<String> target,
    String subject,
    String status,
    int tries,
    Optional<String> reason,
    Instant createdAt) {}
