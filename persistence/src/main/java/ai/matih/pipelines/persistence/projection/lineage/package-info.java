/** OpenLineage: what a run and its steps read and wrote, told as they happen. */
package ai.matih.pipelines.persistence.projection.lineage;
