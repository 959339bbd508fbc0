package ai.matih.pipelines.definition.language;

import static ai.matih.pipelines.definition.language.Field.defaulted;
import static ai.matih.pipelines.definition.language.Field.nested;
import static ai.matih.pipelines.definition.language.Field.optional;
import static ai.matih.pipelines.definition.language.Field.required;

import ai.matih.pipelines.definition.ScalarType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The whole of a definition: both shapes, since some sections are common to them. */
public final class PipelineLanguage {
  private static final Shape METADATA =
      Shape.of(
          "metadata",
          "Who a pipeline is.",
          required("name", FieldTypes.name(), "The pipeline's name, unique within the tenant."),
          optional("version", FieldTypes.text(), "The author's version, as in \"1.0.0\"."),
          optional("description", FieldTypes.text(), "What the pipeline is for."),
          optional("owner", FieldTypes.text(), "The team that answers for it."),
          optional("tags", ListOf.any(FieldTypes.text()), "Words to find it by."));

  private static final Shape PARAMETER =
      Shape.of(
          "parameter",
          "A parameter of a run, used as {{ params.name }}.",
          defaulted(
              "type", FieldTypes.choice(ScalarType.class), "string", "The type of its values."),
          optional("default", FieldTypes.anyValue(), "The value of a run that gives none."),
          defaulted("required", FieldTypes.bool(), "false", "Whether a run must give a value."),
          optional("description", FieldTypes.text(), "What it is for."));

  /** All fields of a definition. Which sections must be there depends on the shape. */
  public static final Shape DEFINITION =
      Shape.of(
          "definition",
          "A pipeline: sources, transformations, checks and sinks, or a graph of tasks.",
          optional("kind", FieldTypes.oneOf("pipeline"), "What the file defines: a pipeline."),
          optional("metadata", METADATA, "Who the pipeline is."),
          optional("name", FieldTypes.name(), "Short for metadata.name."),
          optional("schedule", OrchestrationFields.SCHEDULE, "Short for orchestration.schedule."),
          optional("parameters", MapOf.named(PARAMETER), "What a run may be given."),
          optional("sources", MapOf.someNamed(SourceFields.TYPE), "Where rows come from."),
          optional(
              "transformations",
              ListOf.any(TransformationFields.TYPE),
              "What is done with them, in order."),
          optional(
              "quality_checks",
              ListOf.any(CheckFields.TYPE),
              "What must hold before anything reads a dataset."),
          optional("sinks", MapOf.someNamed(SinkFields.TYPE), "Where rows go."),
          optional("tasks", ListOf.some(TaskFields.TYPE), "The second shape: a graph of tasks."),
          nested("orchestration", OrchestrationFields.TYPE, "How the pipeline is run."));

  private PipelineLanguage() {}

  /** The sink types' fields that name the target of a single load. */
  public static Map<String, String> sinkTargets() {
    return SinkFields.TARGET;
  }

  /** Whether a text is a value of a parameter's type. */
  public static boolean fits(ScalarType type, String text) {
    return Literals.fits(type, text);
  }

  /** A definition in normal form with the defaults of all fields filled in. */
  public static ObjectNode complete(JsonNode normal) {
    return (ObjectNode) DEFINITION.complete(normal);
  }
}
