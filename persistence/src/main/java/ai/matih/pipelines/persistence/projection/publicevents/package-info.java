/** What happens to pipelines and runs, told to everybody on a topic. */
package ai.matih.pipelines.persistence.projection.publicevents;
