/**
 * What the JSON of journal and wire have in common: times, and parts that are the same in record
 * after record.
 */
package ai.matih.pipelines.json;
