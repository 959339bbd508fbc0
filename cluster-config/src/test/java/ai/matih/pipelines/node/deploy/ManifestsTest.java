package ai.matih.pipelines.node.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.pipelines.node.Settings;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The manifests as Kubernetes' own model reads them: a field that it does not know fails. */
class ManifestsTest {
  private static final Path FOLDER = Path.of("kubernetes");
  private static final Set<String> KUSTOMIZATION =
      Set.of("apiVersion", "kind", "namespace", "resources", "images", "patches", "labels");
  private static final Map<String, Class<?>> MODEL =
      Map.ofEntries(
          Map.entry("v1 ConfigMap", ConfigMap.class),
          Map.entry("v1 Secret", Secret.class),
          Map.entry("v1 Service", Service.class),
          Map.entry("v1 ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1 StatefulSet", StatefulSet.class),
          Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("rbac.authorization.k8s.io/v1 Role", Role.class),
          Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class));

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                /** The model keeps what it does not know; here it must not. */
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              });

  @TempDir private Path home;

  @TestFactory
  List<DynamicTest> everyManifestIsWhatTheModelKnowsAndNothingElse() throws IOException {
    return files().stream()
        .filter(file -> !file.endsWith("kustomization.yaml"))
        .map(file -> DynamicTest.dynamicTest(FOLDER.relativize(file).toString(), () -> check(file)))
        .toList();
  }

  private static void check(Path file) throws IOException {
    JsonNode tree = tree(file);
    String kind = tree.path("apiVersion").asText() + " " + tree.path("kind").asText();
    assertThat(MODEL).containsKey(kind);
    Object read = STRICT.treeToValue(tree, MODEL.get(kind));
    assertThat(lost(STRICT.readTree(STRICT.writeValueAsBytes(read)), tree, ""))
        .as("what was written and is not read back")
        .isEmpty();
  }

  /** The model adds empty lists of its own; what was written must come back. */
  private static List<String> lost(JsonNode back, JsonNode written, String place) {
    List<String> lost = new ArrayList<>();
    if (written.isObject()) {
      written
          .properties()
          .forEach(
              field ->
                  lost.addAll(
                      lost(
                          back.path(field.getKey()),
                          field.getValue(),
                          place + "." + field.getKey())));
    } else if (written.isArray()) {
      for (int i = 0; i < written.size(); i++) {
        lost.addAll(lost(back.path(i), written.get(i), place + "[" + i + "]"));
      }
    } else if (!text(back).equals(written.asText())) {
      lost.add(place + ": " + back + " for " + written);
    }
    return lost;
  }

  /** What may be a number or a text, and quantities, are objects in the model. */
  private static String text(JsonNode back) {
    return back.has("amount")
        ? back.path("amount").asText() + back.path("format").asText()
        : back.path("value").asText(back.asText());
  }

  @Test
  void anUnknownFieldFails() {
    JsonNode wrong =
        STRICT.valueToTree(
            Map.of("apiVersion", "v1", "kind", "Service", "spec", Map.of("selektor", Map.of())));

    assertThatThrownBy(() -> STRICT.treeToValue(wrong, Service.class))
        .hasMessageContaining("selektor");
    JsonNode endpoint =
        STRICT.valueToTree(
            Map.of(
                "spec", Map.of("endpoints", List.of(Map.of("port", "http", "intervall", "1s")))));
    assertThatThrownBy(() -> STRICT.treeToValue(endpoint, ServiceMonitor.class))
        .hasMessageContaining("intervall");
  }

  @Test
  void whatAKustomizationNamesIsThere() throws IOException {
    Set<Path> named = new HashSet<>();
    for (Path file : files()) {
      if (file.endsWith("kustomization.yaml")) {
        JsonNode tree = tree(file);
        assertThat(names(tree)).as(file.toString()).isSubsetOf(KUSTOMIZATION);
        tree.path("resources").forEach(one -> named.add(there(file, one.asText())));
        tree.path("patches").forEach(one -> named.add(there(file, one.path("path").asText())));
      }
    }
    assertThat(
            files().stream()
                .filter(file -> !file.endsWith("kustomization.yaml"))
                .map(Path::normalize))
        .allSatisfy(file -> assertThat(named).contains(file));
  }

  private static Path there(Path kustomization, String reference) {
    Path target = kustomization.resolveSibling(reference).normalize();
    assertThat(Files.exists(target)).as(kustomization + " names " + reference).isTrue();
    return target;
  }

  @Test
  void probesSettingsAndReferencesAreThoseOfANode() throws IOException {
    StatefulSet nodes =
        STRICT.treeToValue(tree(FOLDER.resolve("base/statefulset.yaml")), StatefulSet.class);
    var container = nodes.getSpec().getTemplate().getSpec().getContainers().getFirst();
    for (Probe probe :
        List.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())) {
      assertThat(probe.getHttpGet().getPath()).isIn("/health", "/ready");
    }
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/ready");
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(nodes.getSpec().getTemplate().getSpec().getSecurityContext().getRunAsNonRoot())
        .isTrue();
    Role role = STRICT.treeToValue(tree(FOLDER.resolve("base/role.yaml")), Role.class);
    assertThat(role.getRules())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getResources()).containsExactly("pods");
              assertThat(rule.getVerbs()).containsExactly("get", "list", "watch");
            });
  }

  @Test
  void aNodeReadsTheSettingsOfEveryEnvironment() throws IOException {
    Map<String, String> base = data("base/configmap.yaml");
    Map<String, String> dev = new HashMap<>(base);
    dev.putAll(data("dev/settings.yaml"));
    Files.writeString(home.resolve("password"), "p");
    for (Map<String, String> settings : List.of(base, dev)) {
      Files.writeString(home.resolve("matih.conf"), settings.get("matih.conf"));
      Map<String, String> environment = new HashMap<>(settings);
      environment.remove("matih.conf");
      environment.put("MATIH_HOME", home.toString());
      environment.put("MATIH_CLUSTER_HOST", "10.0.0.1");
      environment.put("MATIH_POSTGRES_PASSWORD_FILE", home.resolve("password").toString());
      environment.put("MATIH_KAFKA_SASL_PASSWORD_FILE", home.resolve("password").toString());

      Settings read = Settings.read(environment, Map.of());

      assertThat(read.postgres()).isPresent();
      assertThat(read.kafka().bootstrap()).isPresent();
      assertThat(read.http().host()).isEqualTo("0.0.0.0");
    }
  }

  private static Map<String, String> data(String file) throws IOException {
    return STRICT.treeToValue(tree(FOLDER.resolve(file)), ConfigMap.class).getData();
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(FOLDER)) {
      return walk.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static JsonNode tree(Path file) throws IOException {
    return STRICT.valueToTree(
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
  }
}
