/** The schema of the node's database and its history. */
package ai.matih.pipelines.persistence.migration;
