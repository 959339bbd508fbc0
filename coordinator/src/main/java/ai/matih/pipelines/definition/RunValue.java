package ai.matih.pipelines.definition;

/** A value that each run brings along, written {@code {{ name }}} where it is used. */
public enum RunValue implements WireName {
  LAST_RUN("The start of the last run that succeeded."),
  EXECUTION_DATE("The date on which the run's interval starts, in the schedule's zone."),
  WATERMARK("The upper end of what the source's reads have covered so far."),
  DATA_INTERVAL_START("The start of the interval that the run covers."),
  DATA_INTERVAL_END("The end of the interval that the run covers."),
  SCHEDULED_AT("When the run was due.");

  private final String meaning;

  RunValue(String meaning) {
    this.meaning = meaning;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
