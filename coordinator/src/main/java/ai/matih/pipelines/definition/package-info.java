/**
 * What an author writes: the records of a definition, how text becomes one, and what can be wrong
 * with it. Pure data and pure functions; nothing here looks up a connection, a variable or an
 * engine.
 */
package ai.matih.pipelines.definition;
