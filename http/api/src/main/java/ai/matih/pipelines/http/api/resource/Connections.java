package ai.matih.pipelines.http.api.resource;

import ai.matih.pipelines.connection.ConnectionCommand;
import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.connection.ConnectionReply;
import ai.matih.pipelines.connection.ConnectionRevision;
import ai.matih.pipelines.connection.SecretReference;
import ai.matih.pipelines.http.api.json.BodyReader;
import ai.matih.pipelines.http.api.port.ConnectionCalls;
import ai.matih.pipelines.http.api.port.ConnectionProbe;
import ai.matih.pipelines.http.api.port.Lists;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import ai.matih.pipelines.http.api.routing.Answer;
import ai.matih.pipelines.http.api.routing.Body;
import ai.matih.pipelines.http.api.routing.Call;
import ai.matih.pipelines.http.api.routing.Route;
import ai.matih.pipelines.http.api.view.ConnectionView;
import ai.matih.pipelines.http.api.view.PageView;
import ai.matih.pipelines.identity.Permission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /v1/connections}: named addresses with secret references, and a test of them. */
public final class Connections {
  private static final String ALL = "/v1/connections";
  private static final String ONE = "/v1/connections/{connectionName}";
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{secret:([^}]*)}");

  private final ConnectionCalls connections;
  private final ConnectionProbe probe;
  private final Lists lists;

  /** {@code probe} knows what each type needs. */
  public Connections(ConnectionCalls connections, ConnectionProbe probe, Lists lists) {
    this.connections = connections;
    this.probe = probe;
    this.lists = lists;
  }

  /** A connection as it is written: secrets as {@code ${secret:NAME}} or as the bare name. */
  record ConnectionBody(
      Optional<String> name,
      Optional<String> type,
      Optional<String> description,
      Optional<Map<String, Object>> options,
      Optional<Map<String, String>> secrets) {}

  /** What came of a test. */
  record ProbeView(
      String name, boolean works, String message, Optional<String> remedy, long durationMs) {}

  /** The routes of this resource. */
  public List<Route> routes() {
    return List.of(
        Operation.post(
            ALL, "createConnection", Permission.CONNECTIONS_WRITE, Body.JSON, this::create),
        Operation.get(
            ALL, "listConnections", Permission.CONNECTIONS_READ, PageView.PARAMETERS, this::list),
        Operation.get(ONE, "getConnection", Permission.CONNECTIONS_READ, Set.of(), this::read),
        Operation.of(
            "PUT",
            ONE,
            "putConnection",
            Permission.CONNECTIONS_WRITE,
            Set.of(),
            Body.JSON,
            this::put),
        Operation.of(
            "DELETE",
            ONE,
            "deleteConnection",
            Permission.CONNECTIONS_WRITE,
            Set.of(),
            Body.NONE,
            this::delete),
        Operation.post(
            ONE + "/test", "testConnection", Permission.CONNECTIONS_WRITE, Body.NONE, this::test));
  }

  private CompletionStage<Answer> create(Call call) {
    ConnectionBody body = call.read(ConnectionBody.class);
    String name =
        body.name()
            .orElseThrow(
                () -> missing("name", "Give it the name that definitions use in ${NAME}."));
    ConnectionDefinition definition = definition(name, body);
    return ask(call, name, new ConnectionCommand.Read())
        .thenCompose(
            reply -> {
              boolean another =
                  reply instanceof ConnectionReply.Found found
                      && !found.revision().definition().equals(definition);
              if (another) {
                throw ApiError.of(ErrorCode.CONFLICT, "There is already a connection " + name + ".")
                    .remedy("Change it with PUT " + ALL + "/" + name + ".")
                    .exception();
              }
              return save(call, definition);
            })
        .thenApply(
            revision ->
                Answer.json(201, ConnectionView.of(revision)).with("Location", ALL + "/" + name));
  }

  private CompletionStage<Answer> put(Call call) {
    ConnectionBody body = call.read(ConnectionBody.class);
    String name = name(call);
    if (!body.name().orElse(name).equals(name)) {
      throw BodyReader.problem(
          "name_differs",
          "name",
          0,
          0,
          "A connection keeps its name.",
          "Leave name out, or give " + name + ".");
    }
    return save(call, definition(name, body))
        .thenApply(revision -> Answer.ok(ConnectionView.of(revision)));
  }

  private CompletionStage<ConnectionRevision> save(Call call, ConnectionDefinition definition) {
    return ask(call, definition.name(), new ConnectionCommand.Save(call.principal(), definition))
        .thenApply(reply -> revision(definition.name(), reply));
  }

  private CompletionStage<Answer> list(Call call) {
    PageView.Wanted wanted = PageView.Wanted.of(call.query());
    return lists
        .connections(call.tenant(), wanted.page(), wanted.size())
        .thenApply(page -> Answer.ok(PageView.of(wanted, page, ConnectionView::of)));
  }

  private CompletionStage<Answer> read(Call call) {
    return find(call).thenApply(revision -> Answer.ok(ConnectionView.of(revision)));
  }

  private CompletionStage<ConnectionRevision> find(Call call) {
    return ask(call, name(call), new ConnectionCommand.Read())
        .thenApply(reply -> revision(name(call), reply));
  }

  private CompletionStage<Answer> delete(Call call) {
    return ask(call, name(call), new ConnectionCommand.Delete(call.principal()))
        .thenApply(
            reply -> {
              if (!(reply instanceof ConnectionReply.Deleted)) {
                revision(name(call), reply);
              }
              return Answer.empty();
            });
  }

  private CompletionStage<Answer> test(Call call) {
    return find(call)
        .thenCompose(revision -> probe.test(call.tenant(), revision))
        .thenApply(
            outcome ->
                Answer.ok(
                    new ProbeView(
                        name(call),
                        outcome.works(),
                        outcome.message(),
                        outcome.remedy(),
                        outcome.millis())));
  }

  private CompletionStage<ConnectionReply> ask(Call call, String name, ConnectionCommand command) {
    return connections.ask(call.tenant(), name, command, call.cause());
  }

  private static ConnectionRevision revision(String name, ConnectionReply reply) {
    return switch (reply) {
      case ConnectionReply.Saved saved -> saved.revision();
      case ConnectionReply.Found found -> found.revision();
      case ConnectionReply.NotFound ignored ->
          throw ApiError.notFound("connection", name).exception();
      case ConnectionReply.Forbidden forbidden ->
          throw ApiError.of(
                  ErrorCode.FORBIDDEN, "This needs the permission " + forbidden.permission() + ".")
              .exception();
      case ConnectionReply.Deleted ignored -> throw Refusals.unexpected(reply);
    };
  }

  private static String name(Call call) {
    String name = call.path().get("connectionName");
    if (!NAME.matcher(name).matches()) {
      throw ApiError.notFound("connection", name).exception();
    }
    return name;
  }

  private ConnectionDefinition definition(String name, ConnectionBody body) {
    if (!NAME.matcher(name).matches()) {
      throw BodyReader.problem(
          "invalid_name",
          "name",
          0,
          0,
          "A connection's name is a letter and up to 63 letters, digits, '_', '.' or '-'.",
          "Choose such a name.");
    }
    String type =
        body.type().orElseThrow(() -> missing("type", "Say what it is, e.g. postgresql or local."));
    Map<String, String> options = texts(body.options().orElse(Map.of()));
    options.keySet().stream()
        .filter(ConnectionView::isSensitive)
        .findFirst()
        .ifPresent(
            option -> {
              throw BodyReader.problem(
                  "secret_in_clear",
                  "options." + option,
                  0,
                  0,
                  "A secret's value is never sent or stored here.",
                  "Put it under secrets as ${secret:NAME} and set MATIH_SECRET_NAME on the node.");
            });
    ConnectionDefinition definition =
        new ConnectionDefinition(
            name,
            type,
            body.description(),
            options,
            references(withoutNulls("secrets", body.secrets().orElse(Map.of()))));
    probe
        .check(definition)
        .ifPresent(
            flaw -> {
              throw BodyReader.problem(
                  "invalid_connection", flaw.field(), 0, 0, flaw.message(), flaw.remedy());
            });
    return definition;
  }

  private static Map<String, SecretReference> references(Map<String, String> secrets) {
    Map<String, SecretReference> references = new TreeMap<>();
    secrets.forEach(
        (field, text) -> {
          Matcher matcher = REFERENCE.matcher(text);
          try {
            references.put(field, new SecretReference(matcher.matches() ? matcher.group(1) : text));
          } catch (IllegalArgumentException e) {
            throw BodyReader.problem(
                "invalid_secret_reference",
                "secrets." + field,
                0,
                0,
                "This is no reference to a secret: " + e.getMessage() + ".",
                "Write ${secret:NAME}.");
          }
        });
    return references;
  }

  /** Options as text: a port may be written as a number. */
  private static Map<String, String> texts(Map<String, Object> options) {
    Map<String, String> texts = new TreeMap<>();
    options.forEach(
        (key, value) -> {
          boolean scalar =
              value instanceof String || value instanceof Number || value instanceof Boolean;
          if (!scalar) {
            throw BodyReader.problem(
                "wrong_type",
                "options." + key,
                0,
                0,
                "An option is a text, a number or a truth value.",
                "Give one, or leave it out.");
          }
          texts.put(key, value.toString());
        });
    return texts;
  }

  private static Map<String, String> withoutNulls(String field, Map<String, String> values) {
    values.forEach(
        (key, value) -> {
          if (value == null) {
            throw BodyReader.problem(
                "wrong_type", field + "." + key, 0, 0, "null is no value.", "Leave it out.");
          }
        });
    return values;
  }

  private static RuntimeException missing(String field, String remedy) {
    return BodyReader.problem(
        "missing_field", field, 0, 0, "The field " + field + " is missing.", remedy);
  }
}
