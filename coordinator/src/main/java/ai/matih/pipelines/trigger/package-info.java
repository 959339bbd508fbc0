/** What triggers have seen and what came of it: the words of it, no I/O. */
package ai.matih.pipelines.trigger;
