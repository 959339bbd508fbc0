/** The same work on other systems, for {@code bin/bench peers}. */
package ai.matih.pipelines.benchmarks.peers;
