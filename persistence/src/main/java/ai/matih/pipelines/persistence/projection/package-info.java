/**
 * Readers of the journal. One tailer per node pool reads it in the order of {@code ordering} and
 * writes the read model and the wake-up index in one transaction with its own position; consumers
 * with effects outside the database have positions of their own.
 */
package ai.matih.pipelines.persistence.projection;
