package ai.matih.pipelines.connection;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a connection answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ConnectionReply.Saved.class, name = "Saved"),
  @JsonSubTypes.Type(value = ConnectionReply.Found.class, name = "Found"),
  @JsonSubTypes.Type(value = ConnectionReply.Deleted.class, name = "Deleted"),
  @JsonSubTypes.Type(value = ConnectionReply.NotFound.class, name = "NotFound"),
  @JsonSubTypes.Type(value = ConnectionReply.Forbidden.class, name = "Forbidden")
})
public sealed interface ConnectionReply {

  /** It is journaled; {@code changed} is false if it was already so. */
  record Saved(ConnectionRevision revision, boolean changed) implements ConnectionReply {}

  /** The newest revision. */
  record Found(ConnectionRevision revision) implements ConnectionReply {}

  /** It is gone. */
  record Deleted() implements ConnectionReply {}

  /** There is none of that name. */
  record NotFound() implements ConnectionReply {}

  /** The principal lacks a permission. */
  record Forbidden(String permission) implements ConnectionReply {}
}
