package ai.matih.pipelines.http.api.port;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.identity.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** The engines a tenant can use. */
public interface EngineViews {

  /** All of them, those that are not configured too, with the reason. */
  CompletionStage<List<EngineView>> list(TenantId tenant);

  /**
   * An engine instance.
   *
   * @param name as plans name it, e.g. {@code embedded}
   * @param state {@code UP}, {@code DOWN} or {@code NOT_CONFIGURED}
   * @param reason why it is in that state, and what to do about it
   * @param auto whether the choice of engine may take it
   */
  record EngineView(
      String name,
      EngineKind kind,
      String state,
      Optional<String> reason,
      boolean auto,
      OptionalInt capacity,
      OptionalInt running,
      Optional<String> version,
      List<String> capabilities) {

    public EngineView {
      capabilities = List.copyOf(capabilities);
    }
  }
}
