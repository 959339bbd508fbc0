package ai.matih.pipelines.connectors;

import ai.matih.pipelines.engine.DatasetVersion;

/**
 * What a load did.
 *
 * @param rows rows of the commit, whoever made it
 * @param bytes bytes written by this call, 0 if it found the key
 * @param alreadyCommitted the key was found and nothing was written
 */
public record Loaded(long rows, long bytes, boolean alreadyCommitted, DatasetVersion target) {}
