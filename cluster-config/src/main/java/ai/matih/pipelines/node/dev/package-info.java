/**
 * Servers that a node brings along when no address of an external one is configured: a real
 * PostgreSQL as a child process and a Kafka broker inside the JVM. Both keep their data in the
 * node's home directory and survive a SIGKILL of the node.
 */
package ai.matih.pipelines.node.dev;
