package ai.matih.pipelines.definition.language;

/** What kind of text holds placeholders, which decides how values are put into it. */
public enum TemplateKind {
  /** A SQL statement over relations: {@code {{ input }}} and values. */
  TRANSFORM,
  /** A SQL statement run where the data lies: values only. */
  QUERY,
  /** A statement of an engine's own SQL, which may also change tables. */
  STATEMENT,
  /** A SQL condition or expression: values only. */
  CONDITION,
  /** Any other text: values only. */
  TEXT;

  /** Whether {@code {{ input }}} may stand in it. */
  public boolean readsRelations() {
    return this == TRANSFORM || this == STATEMENT;
  }

  /** Whether values are put into it as SQL literals. */
  public boolean isSql() {
    return this != TEXT;
  }
}
