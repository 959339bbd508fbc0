/**
 * The work of one step on the embedded engine: read a source, transform, check, load. Datasets
 * between steps are Parquet files whose names hold the lease's epoch; a step's file is there whole
 * or not at all.
 */
package ai.matih.pipelines.embedded.step;
