package ai.matih.pipelines.embedded.step;

import ai.matih.pipelines.connectors.Connectors;
import ai.matih.pipelines.connectors.Load;
import ai.matih.pipelines.connectors.Loaded;
import ai.matih.pipelines.connectors.StepFailure;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.engine.CommitKey;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.planning.StepWork;
import java.util.List;
import java.util.Optional;

/** Writes a dataset to a sink, once under the key of this load. */
final class LoadStep {
  private final Connectors connectors;

  LoadStep(Connectors connectors) {
    this.connectors = connectors;
  }

  StepResult run(StepRun run, StepWork.Load load) {
    Sink sink = load.sink();
    var connection =
        run.connection(
            sink.connection()
                .orElseThrow(
                    () ->
                        StepFailure.configuration(
                            "CONNECTION_MISSING",
                            "sink " + load.sinkName() + " names no connection",
                            "give it one")));
    var connector =
        connectors
            .sink(sink, connection.type())
            .orElseThrow(
                () -> {
                  var missing = connectors.missing(sink, connection.type());
                  return StepFailure.configuration(
                      "CONNECTOR_MISSING", missing.message(), missing.remedy());
                });
    var task = run.task();
    Dataset input = run.inputs().getFirst();
    var key =
        CommitKey.of(
            task.order().root(), task.attempt().stage(), task.step().name(), load.sinkName());
    String target = run.values().inText(load.load().target());
    Loaded done =
        connector.load(
            new Load(
                List.of(input.file()),
                input.version().fingerprint().orElse(input.file().toString()),
                sink,
                target,
                connection,
                key,
                task.epoch(),
                () -> !task.cancel().isCancelled(),
                run.limits(),
                task.progress(),
                task.cancel()));
    task.log()
        .info(
            done.alreadyCommitted()
                ? "%,d rows were already committed to %s".formatted(done.rows(), target)
                : "%,d rows committed to %s (%s)"
                    .formatted(done.rows(), target, sink.mode().wireName()));
    return new StepResult(
        input.rows(),
        done.rows(),
        input.bytes(),
        done.bytes(),
        0,
        List.of(),
        Optional.of(done.target()),
        Optional.empty(),
        Optional.of(key),
        done.alreadyCommitted());
  }
}
