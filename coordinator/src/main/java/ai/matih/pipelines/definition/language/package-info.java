/**
 * The definition language as tables: each type of section, source, step, check and sink lists its
 * fields with type, default and a sentence. Reading, the check for unknown fields, the published
 * JSON Schema and the filling in of defaults all work from these tables and from nothing else.
 */
package ai.matih.pipelines.definition.language;
