/** Which of several nodes has what. */
package ai.matih.pipelines.cluster;
