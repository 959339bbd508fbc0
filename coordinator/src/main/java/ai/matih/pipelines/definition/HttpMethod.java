package ai.matih.pipelines.definition;

/** The method of an API request. */
public enum HttpMethod implements WireName {
  GET("GET", "Parameters go into the query string."),
  POST("POST", "Parameters go into the JSON body.");

  private final String wireName;
  private final String meaning;

  HttpMethod(String wireName, String meaning) {
    this.wireName = wireName;
    this.meaning = meaning;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
