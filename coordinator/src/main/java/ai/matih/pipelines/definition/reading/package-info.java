/** From bytes to a definition: YAML with its limits, the normal form, the model, and the hash. */
package ai.matih.pipelines.definition.reading;
