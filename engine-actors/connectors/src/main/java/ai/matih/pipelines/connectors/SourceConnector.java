package ai.matih.pipelines.connectors;

import ai.matih.pipelines.definition.Source;

/**
 * Reads one kind of source from one kind of connection. Stateless and safe for use from any thread;
 * calls block. Errors leave as {@link StepFailure}, a cancel as {@link StepCancelled}.
 */
public interface SourceConnector {

  /** Whether it reads this source from a connection of this type. */
  boolean reads(Source source, String connectionType);

  /**
   * What reading everything would bring, from statistics and samples; reads no more than a few MB.
   */
  SourceEstimate estimate(Source source, ResolvedConnection connection);

  /**
   * Writes all rows of the source to {@link Extract#output()}, a Parquet file that does not exist
   * yet. On failure or cancel the file may be left half written; the caller removes it.
   */
  Extracted extract(Extract work);
}
