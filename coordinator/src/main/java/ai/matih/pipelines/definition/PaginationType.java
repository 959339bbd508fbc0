package ai.matih.pipelines.definition;

/** How an API hands out its next page. */
public enum PaginationType implements WireName {
  CURSOR("Each page names the next one.");

  private final String meaning;

  PaginationType(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
