package ai.matih.pipelines.connectors;

import ai.matih.pipelines.connection.Secret;

/**
 * The database that a node with an embedded PostgreSQL keeps for the outputs of pipelines. A
 * connection reaches it as {@code host: node} without port and password, which the node knows.
 */
public record NodeDatabase(String host, int port, String database, String user, Secret password) {}
