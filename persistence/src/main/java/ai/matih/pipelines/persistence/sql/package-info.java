/** How many rows travel to PostgreSQL in one statement. */
package ai.matih.pipelines.persistence.sql;
