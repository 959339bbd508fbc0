package ai.matih.pipelines.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path home;

  private Settings read(Map<String, String> environment, Map<String, String> given) {
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.putIfAbsent("MATIH_HOME", home.toString());
    return Settings.read(all, given);
  }

  @Test
  void aNodeNeedsNoSettings() {
    Settings settings = read(Map.of(), Map.of());
    assertThat(settings.http()).isEqualTo(new Settings.Http("127.0.0.1", 8000, false));
    assertThat(settings.postgres()).isEmpty();
    assertThat(settings.kafka().bootstrap()).isEmpty();
    assertThat(settings.home()).isEqualTo(home);
  }

  @Test
  void theCommandLineIsStrongerThanTheEnvironmentAndThatThanTheFile() throws Exception {
    Files.writeString(
        home.resolve("matih.conf"), "matih.http.port = 1\nmatih.http.host = \"127.0.0.2\"\n");
    Settings settings =
        read(
            Map.of("MATIH_HTTP_PORT", "2", "MATIH_KAFKA_BOOTSTRAP", "broker:9092"),
            Map.of("http.port", "3"));
    assertThat(settings.http()).isEqualTo(new Settings.Http("127.0.0.2", 3, false));
    assertThat(settings.kafka().bootstrap()).contains("broker:9092");
  }

  @Test
  void leasesOfArchivedRunsStayAsLongAsATopicMayHoldTheirSubmitAndAWeekAtMost() {
    assertThat(read(Map.of(), Map.of()).leaseMemory().archived()).isEqualTo(Duration.ofDays(7));
    assertThat(archivedAfter("2d")).isEqualTo(Duration.ofDays(2));
    assertThat(archivedAfter("5s")).isEqualTo(Duration.ofDays(1));
  }

  private Duration archivedAfter(String journal) {
    var memory = read(Map.of(), Map.of("retention.journal", journal)).leaseMemory();
    assertThat(memory.open()).as("of open runs").isEqualTo(Duration.ofDays(7));
    return memory.archived();
  }

  @Test
  void aPortThatSomebodyChoseIsNeverReplaced() throws Exception {
    Map<String, String> wander = Map.of("http.any-port-if-taken", "true");

    assertThat(read(Map.of(), wander).http().anyIfTaken()).isTrue();
    assertThat(read(Map.of("MATIH_HTTP_PORT", "2"), wander).http().anyIfTaken()).isFalse();
    Files.writeString(home.resolve("matih.conf"), "matih.http.port = 8000\n");
    assertThat(read(Map.of(), wander).http())
        .isEqualTo(new Settings.Http("127.0.0.1", 8000, false));
  }

  @Test
  void anUnknownSettingInTheFileNamesItsLineAndTheNearestKnownOne() throws Exception {
    Files.writeString(home.resolve("matih.conf"), "matih.tenant = x\nmatih.http.prot = 1\n");
    assertThatThrownBy(() -> read(Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("matih.http.prot")
        .hasMessageContaining("2")
        .hasMessageContaining("did you mean matih.http.port?");
  }

  @Test
  void anUnknownVariableIsRefusedAndTheKnownOnesAreNamed() {
    assertThatThrownBy(() -> read(Map.of("MATIH_KAFKA", "x"), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("MATIH_KAFKA;")
        .hasMessageContaining("MATIH_KAFKA_BOOTSTRAP");
  }

  @Test
  void aSecretVariableIsNoSetting() {
    assertThat(read(Map.of("MATIH_SECRET_X", "y"), Map.of()).tenant()).isEqualTo("default");
  }

  @Test
  void aWrongValueSaysWhereItCameFromAndItsBounds() {
    assertThatThrownBy(() -> read(Map.of("MATIH_HTTP_PORT", "99999"), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("http.port is 99999")
        .hasMessageContaining("0 to 65535")
        .hasMessageContaining("environment");
    assertThatThrownBy(() -> read(Map.of("MATIH_HTTP_PORT", "many"), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("http.port");
  }

  @Test
  void aNodeThatOthersReachHasToSayWhereConnectionsMayLead() {
    assertThat(read(Map.of(), Map.of()).egress().allows("anything.test")).isTrue();
    assertThatThrownBy(() -> read(Map.of(), Map.of("http.host", "0.0.0.0")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("matih.egress.allow");
    Settings bounded =
        read(Map.of("MATIH_EGRESS_ALLOW", "db.test, *.lake.test"), Map.of("http.host", "0.0.0.0"));
    assertThat(bounded.egress().allows("a.lake.test")).isTrue();
    assertThat(bounded.egress().allows("anything.test")).isFalse();
    assertThatThrownBy(() -> read(Map.of("MATIH_EGRESS_ALLOW", "10.*"), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("10.*");
  }

  @Test
  void lineageIsNotSentWhereConnectionsMustNotLead() {
    Map<String, String> bounds = Map.of("MATIH_EGRESS_ALLOW", "lineage.test");
    assertThat(read(bounds, Map.of("lineage.http", "http://lineage.test:5000/api")).lineageHttp())
        .isPresent();
    assertThatThrownBy(() -> read(bounds, Map.of("lineage.http", "http://other.test")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("other.test")
        .hasMessageContaining("matih.egress.allow");
  }

  @Test
  void aPasswordIsNotPrinted() {
    Settings settings =
        read(Map.of("MATIH_POSTGRES_HOST", "db", "MATIH_POSTGRES_PASSWORD", "hush"), Map.of());
    assertThat(settings.toString()).doesNotContain("hush");
  }

  @Test
  void theClusterIsReadFromTheEnvironment() {
    ClusterSettings cluster =
        read(
                Map.of(
                    "MATIH_CLUSTER_HOST", "10.0.0.1",
                    "MATIH_CLUSTER_PORT", "25520",
                    "MATIH_CLUSTER_SEEDS", "10.0.0.1:25520, 10.0.0.2:25520",
                    "MATIH_CLUSTER_ROLES", "engine"),
                Map.of())
            .cluster();

    assertThat(cluster.seeds()).containsExactly("10.0.0.1:25520", "10.0.0.2:25520");
    assertThat(cluster.core()).isFalse();
    assertThat(cluster.engine()).isTrue();
    assertThat(cluster.alone()).isFalse();
  }

  @Test
  void aNodeThatIsAloneHasToDoEverything() {
    assertThat(read(Map.of(), Map.of()).cluster().alone()).isTrue();
    assertThatThrownBy(() -> read(Map.of("MATIH_CLUSTER_ROLES", "core"), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("is alone and has to do everything");
  }

  @Test
  void aNodeOfAClusterNeedsAPortThatOthersKnow() {
    assertThatThrownBy(() -> read(Map.of("MATIH_CLUSTER_SEEDS", "a:1"), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("MATIH_CLUSTER_PORT");
  }

  @Test
  void wrongRolesAndSeedsAreRefused() {
    assertThatThrownBy(() -> read(Map.of("MATIH_CLUSTER_ROLES", "core,worker"), Map.of()))
        .hasMessageContaining("core, engine, or both");
    assertThatThrownBy(
            () ->
                read(
                    Map.of("MATIH_CLUSTER_PORT", "1", "MATIH_CLUSTER_SEEDS", "pekko://a@b:1"),
                    Map.of()))
        .hasMessageContaining("host:port");
  }
}
