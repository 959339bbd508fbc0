package ai.matih.pipelines.schedule;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a pipeline is due. The expression has been checked by the definition reader.
 *
 * @param cron five fields, or {@code @hourly}, {@code @daily}, {@code @weekly}, {@code @monthly},
 *     {@code @yearly}
 * @param timezone the zone in which the fields are read
 * @param startDate no due time before this day in {@code timezone}
 * @param endDate no due time after this day in {@code timezone}
 * @param maxConcurrent runs of this pipeline that may be active at once, at least 1
 * @param jitter the most by which a start is moved after its due time
 * @param catchupWindow due times missed by no more than this still run once
 */
public record Schedule(
    String cron,
    ZoneId timezone,
    Optional<LocalDate> startDate,
    Optional<LocalDate> endDate,
    OverlapPolicy overlap,
    int maxConcurrent,
    Duration jitter,
    Duration catchupWindow,
    Catchup catchup) {}
