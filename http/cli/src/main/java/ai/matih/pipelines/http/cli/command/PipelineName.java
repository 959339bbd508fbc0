package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.http.cli.ExitCode;
import ai.matih.pipelines.http.cli.Stop;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.PipelineView;

/** A pipeline as a person names it: by its name, or by its id. */
final class PipelineName {
  private static final String ID = "pipeline-[0-9a-z]{26}";

  private PipelineName() {}

  /** The pipeline, or a stop that says that there is none. */
  static Answer<PipelineView> find(MatihClient client, String nameOrId) {
    return nameOrId.matches(ID)
        ? client.pipelines().get(nameOrId)
        : client
            .pipelines()
            .named(nameOrId)
            .orElseThrow(
                () ->
                    Stop.with(
                        ExitCode.BAD_INPUT,
                        "There is no pipeline " + nameOrId,
                        "`matih get pipelines` lists them; `matih apply -f FILE` makes one."));
  }
}
