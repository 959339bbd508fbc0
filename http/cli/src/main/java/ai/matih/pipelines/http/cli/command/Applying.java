package ai.matih.pipelines.http.cli.command;

import ai.matih.pipelines.connection.ConnectionDefinition;
import ai.matih.pipelines.http.cli.command.DefinitionFiles.DefinitionFile;
import ai.matih.pipelines.http.client.Answer;
import ai.matih.pipelines.http.client.ConnectionView;
import ai.matih.pipelines.http.client.MatihClient;
import ai.matih.pipelines.http.client.PipelineView;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Brings files to a node: what is new is created, what differs gets a revision.
 *
 * @param placed what becomes of a connection that names a folder of this machine
 */
record Applying(MatihClient client, UnaryOperator<ConnectionDefinition> placed, boolean paused) {

  Answer<ConnectionView> connection(DefinitionFile file) {
    ConnectionDefinition connection = placed.apply(ConnectionFile.read(file));
    return client.connections().put(connection.name(), ConnectionFile.body(connection));
  }

  Answer<PipelineView> pipeline(DefinitionFile file) {
    String text = file.submission();
    Optional<Answer<PipelineView>> live = file.pipelineName().flatMap(client.pipelines()::named);
    if (live.isEmpty()) {
      return client.pipelines().create(text, paused);
    }
    String id = live.get().value().pipelineId();
    Answer<PipelineView> updated = client.pipelines().update(id, text);
    boolean created = updated.value().status().equals("CREATED");
    return created && !paused ? client.pipelines().change(id, "activate") : updated;
  }
}
