/**
 * The embedded engine: stages run in the node, under leases that any node can take over. {@link
 * ai.matih.pipelines.embedded.EmbeddedAdapter} answers the gateway from the lease rows, {@link
 * ai.matih.pipelines.embedded.EmbeddedWorker} holds leases and runs the steps of each stage in
 * their order, and a {@link ai.matih.pipelines.embedded.StepRunner} does the work of one step.
 */
package ai.matih.pipelines.embedded;
