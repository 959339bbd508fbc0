/** The external names of attempts: one injective encoding for each alphabet that engines allow. */
package ai.matih.pipelines.gateway.naming;
