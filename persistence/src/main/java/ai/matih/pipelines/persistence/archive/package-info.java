/** Keeps the journal bounded: what has ended long ago is put away in a small form. */
package ai.matih.pipelines.persistence.archive;
