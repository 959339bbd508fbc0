package ai.matih.pipelines.planning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.IncludedFiles;
import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.reading.DefinitionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documented definitions and the plans that come of them, in {@code src/test/resources/plans}.
 * Run with {@code -Dplans.write=true} to write the files anew, and read the difference.
 */
class DocumentedPlansTest {
  private static final Path DEFINITIONS = Path.of("../examples/documented");
  private static final Path PLANS = Path.of("src/test/resources/plans");

  static Stream<String> definitions() throws IOException {
    try (Stream<Path> files = Files.list(DEFINITIONS)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".yaml"))
              .map(name -> name.substring(0, name.length() - ".yaml".length()))
              .sorted()
              .toList();
      return names.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void onABareNodeThePlanIsBlockedAndSaysWhatToDo(String name) throws IOException {
    Plan plan = ATenant.onABareNode().plan(read(name));

    assertThat(plan.executable()).isFalse();
    assertThat(plan.blockers()).allSatisfy(b -> assertThat(b.remedy()).isNotBlank());
    compare(name + ".bare.txt", plan);
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void withAllEnginesAndConnectionsThePlanIsExecutable(String name) throws IOException {
    PipelineDefinition definition = read(name);
    ATenant tenant =
        new ATenant()
            .engines(
                new EngineCatalog(
                    Stream.of(EngineKind.values())
                        .map(k -> new EngineInstance(k.wireName(), k, true, Optional.empty()))
                        .toList()))
            .statistics((any, source, connection) -> new SourceStatistics.Unknown("not asked"));
    Missing.connections(definition).forEach(connection -> tenant.connection(connection, "any"));

    Plan plan = tenant.plan(definition);

    assertThat(plan.blockers()).isEmpty();
    compare(name + ".equipped.txt", plan);
  }

  private static PipelineDefinition read(String name) throws IOException {
    byte[] text = Files.readAllBytes(DEFINITIONS.resolve(name + ".yaml"));
    return DefinitionReader.read(text, IncludedFiles.NONE).definition().orElseThrow();
  }

  private static void compare(String file, Plan plan) throws IOException {
    Path path = PLANS.resolve(file);
    if (Boolean.getBoolean("plans.write")) {
      Files.createDirectories(PLANS);
      Files.writeString(path, PlanText.of(plan));
    }
    assertThat(PlanText.of(plan)).isEqualTo(Files.readString(path));
  }
}
