package ai.matih.pipelines.http.client;

import java.time.Instant;

/**
 * One revision of a pipeline.
 *
 * @param live whether runs are made of it
 */
public record RevisionView(
    int revision, String hash, String author, Instant createdAt, boolean live, String engine) {}
