package ai.matih.pipelines.node;

import ai.matih.pipelines.connectors.Egress;
import ai.matih.pipelines.embedded.Retention;
import ai.matih.pipelines.gateway.wire.TopicRetention;
import ai.matih.pipelines.http.api.security.ListeningRule;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.lease.JdbcWorkLeases;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that can be set of a node: {@code matih-defaults.conf}, over it {@code
 * <home>/matih.conf}, over that the environment, over that the command line.
 */
public record Settings(
    Path home,
    Optional<Path> sharedWork,
    String tenant,
    Http http,
    Security security,
    Optional<PostgresSettings> postgres,
    int postgresConnections,
    boolean migrates,
    KafkaSettings kafka,
    ClusterSettings cluster,
    Embedded embedded,
    Retention.Periods retention,
    Archive archive,
    TopicRetention topics,
    Egress egress,
    Optional<Principal> trustedSender,
    Optional<String> lineageHttp,
    Map<String, Price> prices,
    String currency) {

  /**
   * Where the API listens.
   *
   * @param anyIfTaken whether a free port will do if {@code port} is taken; never for a port that
   *     somebody chose
   */
  public record Http(String host, int port, boolean anyIfTaken) {}

  /** Keys and limits of the API. */
  public record Security(
      Optional<String> jwks, Optional<String> hs256Secret, String issuer, int requestsPerMinute) {}

  /** The embedded engine's limits. */
  public record Embedded(
      boolean auto,
      int capacity,
      int capacityPerTenant,
      int steps,
      long memoryBytes,
      int threads,
      long tempBytes) {}

  /**
   * When ended runs leave the journal for the archive.
   *
   * @param after their last entry
   * @param rows of the journal that are looked at in one transaction
   */
  public record Archive(Duration after, int rows) {}

  /** What one engine costs, in the price book's currency. */
  public record Price(double cpuHour, double gib) {}

  private static final String ROOT = "matih";

  private static final Duration LEASE_MEMORY = Duration.ofDays(7);

  /** Environment variable to setting; those of the client are listed so that they are known. */
  private static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("MATIH_HOME", "home"),
          Map.entry("MATIH_TENANT", "tenant"),
          Map.entry("MATIH_HTTP_HOST", "http.host"),
          Map.entry("MATIH_HTTP_PORT", "http.port"),
          Map.entry("MATIH_POSTGRES_HOST", "postgres.host"),
          Map.entry("MATIH_POSTGRES_PORT", "postgres.port"),
          Map.entry("MATIH_POSTGRES_DATABASE", "postgres.database"),
          Map.entry("MATIH_POSTGRES_USER", "postgres.user"),
          Map.entry("MATIH_POSTGRES_PASSWORD", "postgres.password"),
          Map.entry("MATIH_POSTGRES_SSL_MODE", "postgres.ssl-mode"),
          Map.entry("MATIH_POSTGRES_PASSWORD_FILE", "postgres.password-file"),
          Map.entry("MATIH_POSTGRES_SSL_ROOT_CERT", "postgres.ssl-root-cert"),
          Map.entry("MATIH_POSTGRES_SSL_CERT", "postgres.ssl-cert"),
          Map.entry("MATIH_POSTGRES_SSL_KEY", "postgres.ssl-key"),
          Map.entry("MATIH_POSTGRES_MIGRATE", "postgres.migrate"),
          Map.entry("MATIH_KAFKA_BOOTSTRAP", "kafka.bootstrap"),
          Map.entry("MATIH_WORK", "work"),
          Map.entry("MATIH_CLUSTER_HOST", "cluster.host"),
          Map.entry("MATIH_CLUSTER_PORT", "cluster.port"),
          Map.entry("MATIH_CLUSTER_SEEDS", "cluster.seeds"),
          Map.entry("MATIH_CLUSTER_ROLES", "cluster.roles"),
          Map.entry("MATIH_KAFKA_SECURITY_PROTOCOL", "kafka.security-protocol"),
          Map.entry("MATIH_KAFKA_SASL_MECHANISM", "kafka.sasl.mechanism"),
          Map.entry("MATIH_KAFKA_SASL_USERNAME", "kafka.sasl.username"),
          Map.entry("MATIH_KAFKA_SASL_PASSWORD", "kafka.sasl.password"),
          Map.entry("MATIH_KAFKA_SASL_PASSWORD_FILE", "kafka.sasl.password-file"),
          Map.entry("MATIH_KAFKA_SSL_CA", "kafka.ssl.ca"),
          Map.entry("MATIH_KAFKA_SSL_CLIENT", "kafka.ssl.client"),
          Map.entry("MATIH_EGRESS_ALLOW", "egress.allow"));

  private static final List<String> OF_THE_CLIENT = List.of("MATIH_URL", "MATIH_TOKEN");
  private static final List<String> PREFIXES =
      List.of("MATIH_SECRET_", "MATIH_SCRIPT_", "MATIH_TOKEN_");

  /**
   * Reads the settings.
   *
   * @param environment as {@code System.getenv()} gives it
   * @param given settings from the command line, by path below {@code matih}, strongest
   * @throws SettingsException for the first setting that is unknown or wrong
   */
  public static Settings read(Map<String, String> environment, Map<String, String> given) {
    Config defaults = ConfigFactory.parseResources("matih-defaults.conf").getConfig(ROOT);
    Map<String, String> variables = fromEnvironment(environment);
    String home =
        given.getOrDefault("home", variables.getOrDefault("home", defaults.getString("home")));
    Config file = fromFile(Path.of(home).resolve("matih.conf"), defaults);
    Config merged = over(over(file.withFallback(defaults), variables, "environment"), given, "--");
    try {
      boolean chosen =
          file.hasPath("http.port")
              || variables.containsKey("http.port")
              || given.containsKey("http.port");
      return settings(merged.resolve(), Path.of(home), chosen);
    } catch (ConfigException e) {
      throw new SettingsException(
          "a setting is wrong: " + e.getMessage() + "; see matih-defaults.conf for its form");
    }
  }

  private static Config fromFile(Path path, Config defaults) {
    if (!Files.exists(path)) {
      return ConfigFactory.empty();
    }
    Config file;
    try {
      file = ConfigFactory.parseFile(path.toFile());
    } catch (ConfigException e) {
      throw new SettingsException(path + " cannot be read: " + e.getMessage());
    }
    for (Map.Entry<String, ConfigValue> entry : file.entrySet()) {
      String key = entry.getKey();
      String known = key.startsWith(ROOT + ".") ? key.substring(ROOT.length() + 1) : "";
      if (!defaults.hasPathOrNull(known.isEmpty() ? "-" : known)) {
        throw new SettingsException(
            "unknown setting "
                + key
                + " ("
                + entry.getValue().origin().description()
                + ")"
                + nearest(known.isEmpty() ? key : known, defaults));
      }
    }
    return file.hasPath(ROOT) ? file.getConfig(ROOT) : ConfigFactory.empty();
  }

  private static Map<String, String> fromEnvironment(Map<String, String> environment) {
    Map<String, String> found = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (!name.startsWith("MATIH_")
              || OF_THE_CLIENT.contains(name)
              || PREFIXES.stream().anyMatch(name::startsWith)) {
            return;
          }
          String path = ENVIRONMENT.get(name);
          if (path == null) {
            throw new SettingsException(
                "unknown environment variable "
                    + name
                    + "; known are "
                    + String.join(", ", new java.util.TreeSet<>(ENVIRONMENT.keySet()))
                    + ", MATIH_URL, MATIH_TOKEN and MATIH_SECRET_*");
          }
          if (!value.isEmpty()) {
            found.put(path, value);
          }
        });
    return found;
  }

  private static Config over(Config base, Map<String, String> values, String origin) {
    Config merged = base;
    for (Map.Entry<String, String> entry : values.entrySet()) {
      if (!base.hasPathOrNull(entry.getKey())) {
        throw new SettingsException(
            "unknown setting " + origin + entry.getKey() + nearest(entry.getKey(), base));
      }
      merged =
          merged.withValue(entry.getKey(), ConfigValueFactory.fromAnyRef(entry.getValue(), origin));
    }
    return merged;
  }

  private static String nearest(String key, Config defaults) {
    return defaults.entrySet().stream()
        .map(Map.Entry::getKey)
        .min(Comparator.comparingInt(known -> distance(known, key)))
        .map(known -> "; did you mean " + ROOT + "." + known + "?")
        .orElse("");
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static Settings settings(Config c, Path home, boolean portChosen) {
    Config embedded = c.getConfig("engines.embedded");
    Map<String, Price> prices = new TreeMap<>();
    for (String engine : List.of("embedded", "airflow", "spark", "flink", "temporal")) {
      prices.put(
          engine,
          new Price(
              c.getDouble("prices." + engine + ".cpu-hour"),
              c.getDouble("prices." + engine + ".gib")));
    }
    return new Settings(
        home.toAbsolutePath().normalize(),
        text(c, "work").map(folder -> Path.of(folder).toAbsolutePath().normalize()),
        c.getString("tenant"),
        new Http(
            c.getString("http.host"),
            within(c, "http.port", 0, 65535),
            !portChosen && c.getBoolean("http.any-port-if-taken")),
        new Security(
            text(c, "security.jwks"),
            text(c, "security.hs256-secret"),
            c.getString("security.issuer"),
            within(c, "security.requests-per-minute-per-tenant", 0, Integer.MAX_VALUE)),
        PostgresSettings.of(c.getConfig("postgres")),
        within(c, "postgres.connections", 4, 1000),
        c.getBoolean("postgres.migrate"),
        KafkaSettings.of(c.getConfig("kafka")),
        ClusterSettings.of(c.getConfig("cluster")),
        new Embedded(
            embedded.getBoolean("auto"),
            within(embedded, "capacity", 1, 100_000),
            within(embedded, "capacity-per-tenant", 1, 100_000),
            within(embedded, "steps", 1, 1000),
            embedded.getBytes("memory"),
            within(embedded, "threads", 1, 1000),
            embedded.getBytes("temp-limit")),
        new Retention.Periods(notNegative(c, "retention.work"), notNegative(c, "retention.logs")),
        new Archive(
            notNegative(c, "retention.journal"), within(c, "retention.journal-rows", 10, 100_000)),
        new TopicRetention(
            notNegative(c, "retention.topics"),
            notNegative(c, "retention.dead-letters"),
            c.getBytes("retention.topic-bytes")),
        egress(c),
        trustedSender(c),
        text(c, "lineage.http").map(url -> endpoint(url, egress(c))),
        Map.copyOf(prices),
        c.getString("prices.currency"));
  }

  /** Below which the rows between steps and the logs of runs lie. */
  Path work() {
    return sharedWork.orElse(home);
  }

  /** A late submit is refused for as long as a topic can hold it. */
  JdbcWorkLeases.Memory leaseMemory() {
    Duration archived = archive.after();
    return new JdbcWorkLeases.Memory(
        LEASE_MEMORY, archived.compareTo(topics.records()) < 0 ? topics.records() : archived);
  }

  private static Optional<String> text(Config config, String path) {
    return Optional.of(config.getString(path)).filter(value -> !value.isBlank());
  }

  /** A list, or a text with commas as the environment and the command line have it. */
  private static Egress egress(Config c) {
    List<String> allowed =
        c.getValue("egress.allow").valueType() == ConfigValueType.LIST
            ? c.getStringList("egress.allow")
            : Stream.of(c.getString("egress.allow").split(","))
                .filter(host -> !host.isBlank())
                .toList();
    String listens = c.getString("http.host");
    try {
      if (!allowed.isEmpty()) {
        return Egress.of(allowed);
      }
      if (ListeningRule.isLoopback(listens)) {
        return Egress.ANYWHERE;
      }
    } catch (IllegalArgumentException e) {
      throw new SettingsException(e.getMessage());
    }
    throw new SettingsException(
        "http.host is "
            + listens
            + ", which other machines can reach: set "
            + Egress.SETTING
            + " to the hosts, *.domains and address ranges that connections may lead to, or to"
            + " [\"*\"] for any");
  }

  /** In whose name commands without a token are carried out; nobody by default. */
  private static Optional<Principal> trustedSender(Config c) {
    Set<String> permissions = Set.copyOf(c.getStringList("commands.trusted.permissions"));
    Optional<String> subject = text(c, "commands.trusted.subject");
    if (subject.isEmpty() != permissions.isEmpty()) {
      throw new SettingsException(
          "commands.trusted needs a subject and permissions, or neither of them");
    }
    return subject.map(
        name ->
            new Principal(
                new TenantId(text(c, "commands.trusted.tenant").orElse(c.getString("tenant"))),
                name,
                Set.of(),
                permissions));
  }

  private static String endpoint(String url, Egress egress) {
    Optional<String> host;
    try {
      host = Optional.ofNullable(new URI(url).getHost());
    } catch (URISyntaxException e) {
      host = Optional.empty();
    }
    if (host.isEmpty()) {
      throw new SettingsException("lineage.http is no address of a server: " + url);
    }
    if (!egress.allows(host.get())) {
      throw new SettingsException(
          "lineage.http leads to " + host.get() + ", which is not in " + Egress.SETTING);
    }
    return url;
  }

  private static Duration notNegative(Config config, String path) {
    Duration value = config.getDuration(path);
    if (value.isNegative()) {
      throw new SettingsException(
          "the setting "
              + path
              + " is negative ("
              + config.getValue(path).origin().description()
              + ")");
    }
    return value;
  }

  private static int within(Config config, String path, int low, int high) {
    int value = config.getInt(path);
    if (value < low || value > high) {
      throw new SettingsException(
          "the setting "
              + path
              + " is "
              + value
              + "; it must be from "
              + low
              + " to "
              + high
              + " ("
              + config.getValue(path).origin().description()
              + ")");
    }
    return value;
  }
}
