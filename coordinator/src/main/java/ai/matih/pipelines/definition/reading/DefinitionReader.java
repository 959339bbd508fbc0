package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.Problem;
import ai.matih.pipelines.definition.Severity;
import ai.matih.pipelines.definition.language.PipelineLanguage;
import ai.matih.pipelines.definition.language.Reading;
import ai.matih.pipelines.definition.validation.Draft;
import ai.matih.pipelines.definition.validation.Rules;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a pipeline definition from YAML or JSON. Offline: connections, variables and engines are
 * not looked up. Never throws for any input; everything wrong is reported at once, each problem
 * with its place in the text.
 */
public final class DefinitionReader {
  private DefinitionReader() {}

  /**
   * @param text the bytes of one document, at most 1 MiB of UTF-8
   * @param files where {@code sql_file} is looked up
   */
  public static ReadResult read(byte[] text, IncludedFiles files) {
    return read(YamlText.parse(text, files));
  }

  static ReadResult read(YamlText yaml) {
    Reading reading = yaml.reading();
    Optional<ObjectNode> root = yaml.node().flatMap(node -> root(node, reading));
    root.ifPresent(
        tree -> {
          NormalForm.bring(tree, reading);
          Rules.check(new Draft(tree), reading);
        });
    List<Problem> problems = reading.problems();
    boolean refused = problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    if (refused || root.isEmpty()) {
      return new ReadResult(
          Optional.empty(),
          problems,
          yaml.source(),
          Optional.empty(),
          List.of(),
          reading.positions());
    }
    NormalForm.includeFiles(root.get(), reading);
    Derived.fillIn(new Draft(root.get()));
    PipelineDefinition definition = ModelBinding.bind(root.get());
    return new ReadResult(
        Optional.of(definition),
        problems,
        yaml.source(),
        Optional.of(CanonicalForm.hash(root.get())),
        TenantNames.in(new Draft(root.get()), reading),
        reading.positions());
  }

  private static Optional<ObjectNode> root(Node node, Reading reading) {
    return PipelineLanguage.DEFINITION.read(node, "", reading).map(ObjectNode.class::cast);
  }
}
