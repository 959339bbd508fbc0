package ai.matih.pipelines.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Optional;

/**
 * A named, typed address with secret references.
 *
 * @param name as definitions name it in {@code ${NAME}}
 * @param type {@code postgresql}, {@code local}, {@code s3}, {@code kafka}, ...
 * @param options the type's own fields as text, e.g. {@code host}, {@code port}, {@code root}
 * @param secrets fields whose value is a secret, e.g. {@code password}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConnectionDefinition(
    String name,
    String type,
    Optional<String> description,
    Map<String, String> options,
    Map<String, SecretReference> secrets) {

  public ConnectionDefinition {
    description = description == null ? Optional.empty() : description;
    options = options == null ? Map.of() : Map.copyOf(options);
    secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
  }
}
