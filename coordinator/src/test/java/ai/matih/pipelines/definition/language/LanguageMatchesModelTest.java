package ai.matih.pipelines.definition.language;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.CheckRule;
import ai.matih.pipelines.definition.CsvOptions;
import ai.matih.pipelines.definition.Metadata;
import ai.matih.pipelines.definition.Orchestration;
import ai.matih.pipelines.definition.Parameter;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.QualityCheck;
import ai.matih.pipelines.definition.RetryPolicy;
import ai.matih.pipelines.definition.Sink;
import ai.matih.pipelines.definition.Source;
import ai.matih.pipelines.definition.TaskDefinition;
import ai.matih.pipelines.definition.TaskWork;
import ai.matih.pipelines.definition.Transformation;
import ai.matih.pipelines.schedule.Schedule;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing can be written that the model does not hold, and the model holds nothing else. */
class LanguageMatchesModelTest {
  /** What a sink's fields become: its loads. */
  private static final Set<String> TARGETS =
      Set.of("input", "table", "topic", "prefix", "tables", "database", "merge_keys");

  private static final Set<String> TASK_FIELDS =
      without(components(TaskDefinition.class), Set.of("work"));

  record Pair(String name, Set<String> fields, Set<String> components) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Pair> pairs() {
    return Stream.of(
            variants(SourceFields.TYPE, Source.class, Set.of(), Set.of()),
            variants(TransformationFields.TYPE, Transformation.class, Set.of(), Set.of()),
            variants(SinkFields.TYPE, Sink.class, TARGETS, Set.of("loads")),
            variants(
                CheckFields.TYPE.checks(),
                CheckRule.class,
                without(components(QualityCheck.class), Set.of("rule")),
                Set.of()),
            variants(TaskFields.TYPE, TaskWork.class, TASK_FIELDS, Set.of()),
            Stream.of(
                pair(StepFields.RETRY_POLICY, RetryPolicy.class),
                pair(SourceFields.CSV_OPTIONS, CsvOptions.class),
                pair(OrchestrationFields.SCHEDULE.shape(), Schedule.class),
                pair(OrchestrationFields.TYPE, Orchestration.class),
                pair(shape("metadata"), Metadata.class),
                new Pair(
                    "parameter",
                    fields((Shape) ((MapOf) type("parameters")).item()),
                    components(Parameter.class)),
                new Pair(
                    "definition",
                    without(
                        fields(PipelineLanguage.DEFINITION), Set.of("kind", "name", "schedule")),
                    components(PipelineDefinition.class))))
        .flatMap(pairs -> pairs);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void fieldsAreTheComponentsOfTheRecord(Pair pair) {
    assertThat(pair.fields()).isEqualTo(pair.components());
  }

  @Test
  void everyTypeOfTheModelCanBeWritten() {
    assertThat(pairs()).hasSizeGreaterThan(45);
  }

  private static Stream<Pair> variants(
      Tagged types, Class<?> model, Set<String> onlyWritten, Set<String> onlyModelled) {
    JsonSubTypes.Type[] subtypes = model.getAnnotation(JsonSubTypes.class).value();
    Map<String, Shape> shapes = types.variants();
    assertThat(Arrays.stream(subtypes).map(JsonSubTypes.Type::name))
        .containsExactlyInAnyOrderElementsOf(shapes.keySet());
    return Arrays.stream(subtypes)
        .map(
            subtype ->
                new Pair(
                    types.name() + " " + subtype.name(),
                    without(
                        without(fields(shapes.get(subtype.name())), Set.of("type")), onlyWritten),
                    without(components(subtype.value()), onlyModelled)));
  }

  private static Pair pair(Shape shape, Class<?> model) {
    return new Pair(shape.name(), fields(shape), components(model));
  }

  private static Shape shape(String field) {
    return (Shape) type(field);
  }

  private static FieldType type(String field) {
    return PipelineLanguage.DEFINITION.fields().stream()
        .filter(each -> each.name().equals(field))
        .findFirst()
        .orElseThrow()
        .type();
  }

  private static Set<String> fields(Shape shape) {
    Set<String> names = new TreeSet<>();
    shape.fields().forEach(field -> names.add(field.name()));
    return names;
  }

  private static Set<String> components(Class<?> model) {
    Set<String> names = new TreeSet<>();
    for (RecordComponent component : model.getRecordComponents()) {
      JsonProperty explicit = component.getAccessor().getAnnotation(JsonProperty.class);
      names.add(
          explicit == null
              ? SnakeCaseStrategy.INSTANCE.translate(component.getName())
              : explicit.value());
    }
    return names;
  }

  private static Set<String> without(Set<String> names, Set<String> removed) {
    Set<String> rest = new TreeSet<>(names);
    rest.removeAll(removed);
    return rest;
  }
}
