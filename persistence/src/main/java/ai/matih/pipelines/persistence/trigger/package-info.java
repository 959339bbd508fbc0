/** How the triggers of one pipeline hear of what another one loads. */
package ai.matih.pipelines.persistence.trigger;
