package ai.matih.pipelines.connectors;

import ai.matih.pipelines.connection.Secret;

/**
 * The database that a node with an embedded PostgreSQL keeps for the outputs of pipelines. A
 * connection reaches it by the option {@code server: node}, and so needs neither its port, which
 * the node chooses, nor its password.
 */
public record NodeDatabase(String host, int port, String database, String user, Secret password) {}
