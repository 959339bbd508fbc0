package ai.matih.pipelines.definition.language;

import static ai.matih.pipelines.definition.language.Field.optional;
import static ai.matih.pipelines.definition.language.Field.required;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The types of connections and their fields. Defaults are the connectors' own. */
public final class ConnectionLanguage {
  /** Fields that every connection has; all others are options or secrets of its type. */
  public static final Set<String> COMMON = Set.of("kind", "name", "type", "description");

  /** A connection file. */
  public static final Tagged CONNECTION =
      new Tagged("connection", "connection", variants(), Map.of());

  private ConnectionLanguage() {}

  /** The fields of a type whose values are secrets. */
  public static Set<String> secrets(String type) {
    Set<String> names = new LinkedHashSet<>();
    CONNECTION.variants().get(type).fields().stream()
        .filter(field -> field.type() instanceof SecretField)
        .forEach(field -> names.add(field.name()));
    return names;
  }

  private static Map<String, Shape> variants() {
    Map<String, Shape> types = new LinkedHashMap<>();
    databases(types);
    stores(types);
    services(types);
    return types;
  }

  private static void databases(Map<String, Shape> types) {
    types.put(
        "postgresql",
        type(
            "postgresql",
            "A PostgreSQL database.",
            host(),
            port("5432"),
            required("database", FieldTypes.text(), "The database."),
            required("user", FieldTypes.text(), "The role."),
            secret("password", "The role's password."),
            optional("schema", FieldTypes.text(), "The schema of tables named without one."),
            optional(
                "ssl_mode",
                FieldTypes.oneOf(
                    "disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
                "How the connection is secured; prefer if absent.")));
    types.put(
        "clickhouse",
        type(
            "clickhouse",
            "A ClickHouse database.",
            host(),
            port("8123"),
            optional("database", FieldTypes.text(), "The database."),
            optional("user", FieldTypes.text(), "The user."),
            secret("password", "The user's password."),
            tls()));
    types.put(
        "trino",
        type(
            "trino",
            "A Trino server.",
            host(),
            port("8080"),
            optional("catalog", FieldTypes.text(), "The catalog of names without one."),
            optional("schema", FieldTypes.text(), "The schema of names without one."),
            required("user", FieldTypes.text(), "The user."),
            secret("password", "The user's password."),
            tls()));
    types.put(
        "iceberg",
        type(
            "iceberg",
            "An Iceberg REST catalog.",
            required("uri", FieldTypes.text(), "The address of the catalog."),
            optional("warehouse", FieldTypes.text(), "The warehouse."),
            secret("credential", "The client credential, id:secret."),
            secret("token", "The bearer token.")));
  }

  private static void stores(Map<String, Shape> types) {
    types.put(
        "local",
        type(
            "local",
            "A folder of the node's machine.",
            required("root", FieldTypes.text(), "The folder; nothing outside it is touched.")));
    types.put(
        "s3",
        type(
            "s3",
            "Amazon S3, or a store that speaks its protocol.",
            optional("region", FieldTypes.text(), "The region."),
            optional("endpoint", FieldTypes.text(), "The address of another store."),
            optional("path_style", FieldTypes.bool(), "Whether the bucket stands in the path."),
            secret("access_key_id", "The access key."),
            secret("secret_access_key", "The secret key."),
            secret("session_token", "The token of a temporary key.")));
    types.put(
        "gcs",
        type(
            "gcs",
            "Google Cloud Storage.",
            optional("project", FieldTypes.text(), "The project."),
            optional("endpoint", FieldTypes.text(), "The address of another store."),
            secret("service_account", "The service account's JSON.")));
    types.put(
        "azure_blob",
        type(
            "azure_blob",
            "Azure Blob Storage.",
            required("account", FieldTypes.text(), "The storage account."),
            optional("endpoint", FieldTypes.text(), "The address of another store."),
            optional(
                "managed_identity", FieldTypes.bool(), "Whether the node's own identity is used."),
            secret("sas_token", "The shared access signature."),
            secret("account_key", "The account's key.")));
    types.put(
        "sftp",
        type(
            "sftp",
            "An SFTP server.",
            host(),
            port("22"),
            required("user", FieldTypes.text(), "The user."),
            optional("root", FieldTypes.text(), "The folder; nothing outside it is touched."),
            optional("host_key", FieldTypes.text(), "The server's public key."),
            secret("password", "The user's password."),
            secret("private_key", "The user's private key.")));
  }

  private static void services(Map<String, Shape> types) {
    types.put(
        "kafka",
        type(
            "kafka",
            "A Kafka cluster.",
            required(
                "bootstrap_servers", FieldTypes.text(), "Some of its brokers, as host:port,..."),
            optional(
                "security_protocol",
                FieldTypes.oneOf("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
                "How the connection is secured; PLAINTEXT if absent."),
            optional(
                "sasl_mechanism",
                FieldTypes.oneOf("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"),
                "How the user proves who it is."),
            optional("user", FieldTypes.text(), "The user."),
            secret("password", "The user's password.")));
    types.put(
        "webhook",
        type(
            "webhook",
            "An address that notifications are posted to, or a Slack-compatible webhook.",
            optional("url", FieldTypes.text(), "The address, if it is no secret."),
            secret("secret_url", "The address, if it holds a token."),
            secret("signing_key", "Signs each request (HMAC-SHA-256) in X-Matih-Signature.")));
    types.put(
        "smtp",
        type(
            "smtp",
            "A mail server.",
            host(),
            port("587"),
            required("from", FieldTypes.text(), "The sender's address."),
            optional(
                "security",
                FieldTypes.oneOf("none", "starttls", "tls"),
                "How the connection is secured; starttls if absent."),
            optional("user", FieldTypes.text(), "The user."),
            secret("password", "The user's password.")));
    types.put(
        "api",
        type(
            "api",
            "An HTTP API.",
            required("base_url", FieldTypes.text(), "The address before each endpoint."),
            optional(
                "auth",
                FieldTypes.oneOf("none", "api_key", "bearer", "basic", "oauth2"),
                "How the caller proves who it is; none if absent."),
            optional("header", FieldTypes.text(), "The header that takes the API key."),
            optional("query_parameter", FieldTypes.text(), "The parameter that takes the API key."),
            optional("user", FieldTypes.text(), "The user, for basic."),
            optional("token_url", FieldTypes.text(), "Where oauth2 gets its token."),
            optional("client_id", FieldTypes.text(), "The client, for oauth2."),
            optional("scope", FieldTypes.text(), "The scope, for oauth2."),
            secret("api_key", "The API key."),
            secret("token", "The bearer token."),
            secret("password", "The user's password."),
            secret("client_secret", "The client's secret.")));
  }

  private static Shape type(String type, String description, Field... own) {
    List<Field> fields = new ArrayList<>();
    fields.add(
        required("kind", FieldTypes.oneOf("connection"), "What the file defines: a connection."));
    fields.add(
        required("name", FieldTypes.connection(), "The name by which definitions refer to it."));
    fields.add(required("type", FieldTypes.oneOf(type), "The type of the connection."));
    fields.add(optional("description", FieldTypes.text(), "What it is for."));
    fields.addAll(List.of(own));
    return new Shape("connection_" + type, description, fields);
  }

  private static Field host() {
    return required("host", FieldTypes.text(), "The host's name or address.");
  }

  private static Field port(String usual) {
    return optional("port", FieldTypes.integer(1, 65_535), "The port; " + usual + " if absent.");
  }

  private static Field tls() {
    return optional("tls", FieldTypes.bool(), "Whether TLS is used; false if absent.");
  }

  private static Field secret(String name, String description) {
    return optional(name, new SecretField(), description + " Written ${secret:NAME}.");
  }
}
