package ai.matih.pipelines.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.discovery.Discovery;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a node in a pod asks the Kubernetes API for the others; the API itself is not here. */
class KubernetesDiscoveryTest {
  @TempDir Path home;

  private ClusterSettings settings(Map<String, String> given) {
    Map<String, String> all = new java.util.HashMap<>(given);
    all.put("cluster.discovery", "kubernetes");
    all.put("cluster.port", "25520");
    return Settings.read(Map.of("MATIH_HOME", home.toString()), all).cluster();
  }

  @Test
  void thePodsOfTheLabelInTheNamespaceAreAskedOnOnePort() {
    ClusterSettings cluster =
        settings(
            Map.of(
                "cluster.kubernetes.namespace", "data",
                "cluster.kubernetes.selector", "app=matih",
                "cluster.kubernetes.required", "3"));
    assertThat(cluster.alone()).isFalse();
    Config config =
        ConfigFactory.parseString("pekko.remote.artery.canonical.port = 0")
            .withFallback(Membership.config(cluster))
            .withFallback(ConfigFactory.parseResources("node.conf"))
            .withFallback(ConfigFactory.load())
            .resolve();
    ActorSystem system = ActorSystem.create(Membership.SYSTEM, config);
    try {
      var bootstrap = ClusterBootstrap.get(system).settings();
      assertThat(bootstrap.contactPointDiscovery().requiredContactPointsNr()).isEqualTo(3);
      assertThat(bootstrap.contactPointDiscovery().discoveryMethod()).isEqualTo("kubernetes-api");
      assertThat(bootstrap.contactPoint().fallbackPort()).isEqualTo(7626);
      assertThatThrownBy(() -> Discovery.get(system).discovery())
          .as("it shows the API who the pod is, and this is none")
          .hasStackTraceContaining("/var/run/secrets/kubernetes.io/serviceaccount");
      Config kubernetes = system.settings().config().getConfig("pekko.discovery.kubernetes-api");
      assertThat(kubernetes.getString("pod-namespace")).isEqualTo("data");
      assertThat(kubernetes.getString("pod-label-selector")).isEqualTo("app=matih");
    } finally {
      system.terminate();
    }
  }

  @Test
  void seedsAndPodsExcludeEachOther() {
    assertThatThrownBy(() -> settings(Map.of("cluster.seeds", "a:1")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("exclude each other");
  }
}
