package ai.matih.pipelines.definition;

/**
 * A place in a text that a run fills in.
 *
 * <p>{@code raw} is the placeholder as written, {@code offset} its first character in the text.
 */
public sealed interface Placeholder {
  String raw();

  int offset();

  /** {@code ${NAME}}: a variable of the tenant and environment. */
  record Variable(String name, String raw, int offset) implements Placeholder {}

  /** {@code {{ params.name }}}: a parameter of the run. */
  record ParameterValue(String name, String raw, int offset) implements Placeholder {}

  /** {@code {{ execution_date }}} and the like. */
  record Value(RunValue value, String raw, int offset) implements Placeholder {}

  /** {@code {{ input }}} or {@code {{ name }}}: the relation of an input. */
  record Relation(String name, String raw, int offset) implements Placeholder {}

  /** Something that begins like a placeholder and is none. */
  record Malformed(String raw, int offset) implements Placeholder {}
}
