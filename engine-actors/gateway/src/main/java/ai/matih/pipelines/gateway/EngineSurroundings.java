package ai.matih.pipelines.gateway;

import ai.matih.pipelines.connection.Secrets;
import ai.matih.pipelines.engine.WorkLeases;
import java.nio.file.Path;

/**
 * What a node gives to its adapters.
 *
 * @param node the node's name, the same after a restart
 * @param home the data directory
 */
public record EngineSurroundings(String node, Path home, WorkLeases leases, Secrets secrets) {}
