package ai.matih.pipelines.http.cli.output;

/** How a command prints what it found. */
public enum Format {
  table,
  json,
  yaml,
  source
}
