package ai.matih.pipelines.connection;

import ai.matih.pipelines.connection.ConnectionEvent.ConnectionDeleted;
import ai.matih.pipelines.connection.ConnectionEvent.ConnectionSaved;
import ai.matih.pipelines.entity.Decision;
import ai.matih.pipelines.entity.Lifecycle;
import ai.matih.pipelines.entity.Moment;
import ai.matih.pipelines.identity.Permission;
import ai.matih.pipelines.identity.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The life of a connection: revisions, then perhaps a delete. It has no effects. */
public final class ConnectionLifecycle
    implements Lifecycle<
        ConnectionState,
        ConnectionCommand,
        ConnectionEvent,
        ConnectionLifecycle.NoEffect,
        ConnectionReply> {

  /** A connection asks nothing of the outside. */
  public sealed interface NoEffect {
    /** Never made. */
    record None() implements NoEffect {}
  }

  @Override
  public ConnectionState empty() {
    return ConnectionState.NONE;
  }

  @Override
  public Decision<ConnectionEvent, NoEffect, ConnectionReply> decide(
      ConnectionState state, ConnectionCommand command, Moment moment) {
    return switch (command) {
      case ConnectionCommand.Save save -> save(state, save);
      case ConnectionCommand.Delete delete -> delete(state, delete);
      case ConnectionCommand.Read ignored ->
          Decision.reply(
              state
                  .live()
                  .<ConnectionReply>map(ConnectionReply.Found::new)
                  .orElseGet(ConnectionReply.NotFound::new));
      case ConnectionCommand.Wake ignored -> Decision.nothing();
    };
  }

  private static Decision<ConnectionEvent, NoEffect, ConnectionReply> save(
      ConnectionState state, ConnectionCommand.Save save) {
    if (!save.principal().may(Permission.CONNECTIONS_WRITE)) {
      return forbidden();
    }
    if (state.live().isPresent() && state.live().get().definition().equals(save.definition())) {
      return Decision.reply(new ConnectionReply.Saved(state.live().get(), false));
    }
    ConnectionRevision revision = new ConnectionRevision(state.revisions() + 1, save.definition());
    return new Decision<>(
        List.of(new ConnectionSaved(save.principal().tenant(), revision)),
        List.of(),
        Optional.of(new ConnectionReply.Saved(revision, true)));
  }

  private static Decision<ConnectionEvent, NoEffect, ConnectionReply> delete(
      ConnectionState state, ConnectionCommand.Delete delete) {
    if (!delete.principal().may(Permission.CONNECTIONS_WRITE)) {
      return forbidden();
    }
    if (state.live().isEmpty()) {
      return Decision.reply(new ConnectionReply.NotFound());
    }
    return new Decision<>(
        List.of(new ConnectionDeleted()), List.of(), Optional.of(new ConnectionReply.Deleted()));
  }

  private static Decision<ConnectionEvent, NoEffect, ConnectionReply> forbidden() {
    return Decision.reply(new ConnectionReply.Forbidden(Permission.CONNECTIONS_WRITE.wire()));
  }

  @Override
  public ConnectionState evolve(ConnectionState state, ConnectionEvent event, Instant at) {
    return switch (event) {
      case ConnectionSaved saved ->
          new ConnectionState(
              Optional.of(saved.tenant()),
              saved.revision().revision(),
              Optional.of(saved.revision()));
      case ConnectionDeleted ignored ->
          new ConnectionState(state.tenant(), state.revisions(), Optional.empty());
    };
  }

  @Override
  public List<NoEffect> pending(ConnectionState state) {
    return List.of();
  }

  @Override
  public Optional<Instant> wakeAt(ConnectionState state) {
    return Optional.empty();
  }

  @Override
  public ConnectionCommand wake() {
    return new ConnectionCommand.Wake();
  }

  @Override
  public TenantId tenant(ConnectionState state) {
    return state.tenant().orElseThrow();
  }

  @Override
  public boolean settled(ConnectionState state) {
    return false;
  }
}
