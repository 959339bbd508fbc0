/**
 * How events, snapshots and messages become bytes. The format of the journal is defined here and
 * nowhere else: {@link ai.matih.pipelines.persistence.journal.JournalFormat} lists every event type
 * with its manifest, and recorded journals of each released format are replayed in tests.
 */
package ai.matih.pipelines.persistence.journal;
