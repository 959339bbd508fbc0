/**
 * SQL of a definition on DuckDB: what it may say ({@link ai.matih.pipelines.embedded.sql.SqlGuard},
 * by DuckDB's own parser) and where it runs ({@link ai.matih.pipelines.embedded.sql.StepDatabase},
 * closed by DuckDB's own locks). Neither relies on the other.
 */
package ai.matih.pipelines.embedded.sql;
