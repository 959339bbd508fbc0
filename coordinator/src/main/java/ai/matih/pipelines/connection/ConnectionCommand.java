package ai.matih.pipelines.connection;

import ai.matih.pipelines.identity.Principal;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What can be asked of a connection. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ConnectionCommand.Save.class, name = "Save"),
  @JsonSubTypes.Type(value = ConnectionCommand.Delete.class, name = "Delete"),
  @JsonSubTypes.Type(value = ConnectionCommand.Read.class, name = "Read"),
  @JsonSubTypes.Type(value = ConnectionCommand.Wake.class, name = "Wake")
})
public sealed interface ConnectionCommand {

  /** Create it, or add a revision unless nothing changed. */
  record Save(Principal principal, ConnectionDefinition definition) implements ConnectionCommand {}

  /** Remove it; runs that pinned a revision keep it. */
  record Delete(Principal principal) implements ConnectionCommand {}

  /** Answer with the newest revision. */
  record Read() implements ConnectionCommand {}

  /** Nothing is ever due here. */
  record Wake() implements ConnectionCommand {}
}
