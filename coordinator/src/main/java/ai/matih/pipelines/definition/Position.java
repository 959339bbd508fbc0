package ai.matih.pipelines.definition;

/** A place in a definition's text, line and column from 1; {@link #NONE} when there is no text. */
public record Position(int line, int column) {
  public static final Position NONE = new Position(0, 0);
}
