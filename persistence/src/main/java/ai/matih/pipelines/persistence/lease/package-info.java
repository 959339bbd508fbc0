/**
 * Work in flight in PostgreSQL. Calls that arrive while a transaction is under way wait for the
 * next one and are written together; a completed stage means a committed transaction.
 */
package ai.matih.pipelines.persistence.lease;
