/**
 * Answers from the read model. Every query is of one tenant and bounded; sort and filter fields are
 * enums. Calls block for a database round trip.
 */
package ai.matih.pipelines.persistence.query;
