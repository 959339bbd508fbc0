package ai.matih.pipelines.definition.validation;

import ai.matih.pipelines.definition.language.Reading;
import java.util.List;

/** All rules, in the order in which they are applied; none of them stops the others. */
public final class Rules {
  private static final List<Rule> ALL =
      List.of(
          new Sections(),
          new StepCount(),
          new UniqueNames(),
          new SourceFieldsTogether(),
          new TransformationInputs(),
          new TransformationFieldsTogether(),
          new QualityChecks(),
          new SinkFieldsTogether(),
          new UnreadDatasets(),
          new IncrementalLoads(),
          new TaskGraph(),
          new PlaceholderNames(),
          new UnusedInputs(),
          new SqlStatements(),
          new EngineFit(),
          new ParameterDefaults(),
          new OrchestrationReferences(),
          new TriggerFields(),
          new WaitFields(),
          new Escalations(),
          new PastedSecrets());

  private Rules() {}

  /** Reports everything that is wrong between the parts of a definition. */
  public static void check(Draft draft, Reading reading) {
    ALL.forEach(rule -> rule.check(draft, reading));
  }
}
