/** The rows that lists show, as functions of the entities' own states. */
package ai.matih.pipelines.persistence.projection.readmodel;
