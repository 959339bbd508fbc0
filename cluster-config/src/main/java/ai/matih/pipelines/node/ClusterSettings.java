package ai.matih.pipelines.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The node's place in a cluster.
 *
 * @param host under which other nodes reach this one
 * @param port for other nodes; 0 takes a free one, which is for a node that is alone
 * @param seeds {@code host:port} of nodes that are asked for the way in, the same list on every
 *     node; the first of them may found the cluster
 * @param roles what this node is for
 * @param shards the same number on every node, for good
 * @param detection how long another node may be silent before it counts as unreachable
 * @param join how long a start may take until the others have let this node in
 * @param readinessGrace between "not ready" and closing the port when a node of several leaves, so
 *     that load balancers have seen it
 * @param workGrace how long a leaving node waits for steps under way before it gives them back
 */
record ClusterSettings(
    String host,
    int port,
    List<String> seeds,
    Discovery discovery,
    Set<String> roles,
    int shards,
    Duration detection,
    Duration join,
    Duration readinessGrace,
    Duration workGrace) {

  /** Entities, projections, the clock, and the consumers of engine events and commands. */
  static final String CORE = "core";

  /** Engine gateways and the work of the embedded engine. */
  static final String ENGINE = "engine";

  private static final Set<String> ROLES = Set.of(CORE, ENGINE);

  /** How a node finds others. */
  sealed interface Discovery {
    /** By the list of seeds. */
    record Seeds() implements Discovery {}

    /**
     * Among the pods of a service, asked of the Kubernetes API.
     *
     * @param namespace empty: the pod's own
     * @param selector of the pods' labels
     * @param port where nodes ask each other who is there
     * @param required how many must be seen before a new cluster is founded
     */
    record Kubernetes(String namespace, String selector, int port, int required)
        implements Discovery {}
  }

  static ClusterSettings of(Config c) {
    int port = within(c, "port", 0, 65535);
    List<String> seeds = list(c, "seeds");
    Discovery discovery =
        switch (c.getString("discovery")) {
          case "seeds" -> new Discovery.Seeds();
          case "kubernetes" ->
              new Discovery.Kubernetes(
                  c.getString("kubernetes.namespace"),
                  c.getString("kubernetes.selector"),
                  within(c, "kubernetes.port", 1, 65535),
                  within(c, "kubernetes.required", 1, 1000));
          default ->
              throw new SettingsException(
                  "cluster.discovery is "
                      + c.getString("discovery")
                      + "; it must be seeds or kubernetes");
        };
    ClusterSettings settings =
        new ClusterSettings(
            c.getString("host"),
            port,
            seeds,
            discovery,
            Set.copyOf(list(c, "roles")),
            within(c, "shards", 1, 10000),
            c.getDuration("detection"),
            c.getDuration("join-timeout"),
            c.getDuration("readiness-grace"),
            c.getDuration("work-grace"));
    settings.check();
    return settings;
  }

  private void check() {
    if (roles.isEmpty() || !ROLES.containsAll(roles)) {
      throw new SettingsException(
          "cluster.roles is " + roles + "; it must hold core, engine, or both");
    }
    if (alone() && roles.size() < ROLES.size()) {
      throw new SettingsException(
          "cluster.roles is "
              + roles
              + ", but a node without cluster.seeds is alone and has to do everything");
    }
    if (!alone() && port == 0) {
      throw new SettingsException(
          "cluster.port is 0, but a node of a cluster needs a port that others know: set"
              + " MATIH_CLUSTER_PORT, e.g. to 25520");
    }
    for (String seed : seeds) {
      if (!seed.matches("[^:/@]+:\\d{1,5}")) {
        throw new SettingsException("cluster.seeds holds " + seed + "; it must be host:port");
      }
    }
    if (discovery instanceof Discovery.Kubernetes && !seeds.isEmpty()) {
      throw new SettingsException(
          "cluster.seeds and cluster.discovery = kubernetes exclude each other: take one out");
    }
  }

  /** Whether it is the only node of its cluster, now and later. */
  boolean alone() {
    return seeds.isEmpty() && discovery instanceof Discovery.Seeds;
  }

  boolean core() {
    return roles.contains(CORE);
  }

  boolean engine() {
    return roles.contains(ENGINE);
  }

  private static int within(Config c, String path, int low, int high) {
    int value = c.getInt(path);
    if (value < low || value > high) {
      throw new SettingsException(
          "cluster." + path + " is " + value + "; it must be from " + low + " to " + high);
    }
    return value;
  }

  /** A list, or a text with commas as the environment and the command line have it. */
  private static List<String> list(Config c, String path) {
    try {
      return c.getValue(path).valueType() == ConfigValueType.LIST
          ? c.getStringList(path)
          : Stream.of(c.getString(path).split(","))
              .map(String::strip)
              .filter(one -> !one.isEmpty())
              .toList();
    } catch (ConfigException.WrongType e) {
      throw new SettingsException("cluster." + path + " must be a list: " + e.getMessage());
    }
  }
}
