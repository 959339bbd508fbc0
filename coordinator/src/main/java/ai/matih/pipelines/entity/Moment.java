package ai.matih.pipelines.entity;

import ai.matih.pipelines.identity.Cause;
import java.time.Instant;

/** The facts of the outside that a decision may use: the time and who asks. Cores read no clock. */
public record Moment(Instant now, Cause cause) {}
