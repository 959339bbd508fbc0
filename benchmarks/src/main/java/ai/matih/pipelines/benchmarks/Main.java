package ai.matih.pipelines.benchmarks;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * {@code bin/bench NAME [-o json]}: runs one benchmark and prints its figures. What else a
 * benchmark takes, such as {@code --minutes 60}, is read by it as the property {@code
 * bench.minutes}.
 */
public final class Main {
  private static final Map<String, Supplier<Benchmark>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("orchestration", Orchestration::new);
    ALL.put("nodes", Nodes::new);
    ALL.put("peers", Peers::new);
    ALL.put("schedules", Schedules::new);
    ALL.put("soak", Soak::new);
    ALL.put("boot", Boot::new);
    ALL.put("memory", Memory::new);
    ALL.put("sql", SqlStep::new);
    ALL.put("extract", ExtractStep::new);
    ALL.put("api", Api::new);
    ALL.put("cli", CommandLine::new);
    ALL.put("demo", Demo::new);
  }

  private Main() {}

  /** Exit code 2 for a name that is none. */
  public static void main(String[] arguments) throws Exception {
    boolean json = List.of(arguments).contains("json");
    for (int i = 1; i + 1 < arguments.length; i++) {
      if (arguments[i].startsWith("--")) {
        System.setProperty("bench." + arguments[i].substring(2), arguments[i + 1]);
      }
    }
    Supplier<Benchmark> benchmark = arguments.length == 0 ? null : ALL.get(arguments[0]);
    if (benchmark == null) {
      System.err.println(
          "bin/bench NAME [-o json]; NAME is one of " + String.join(", ", ALL.keySet()));
      System.exit(2);
      return;
    }
    Path work = Files.createTempDirectory("matih-bench-");
    List<Figure> figures;
    try {
      figures = benchmark.get().run(work);
    } finally {
      remove(work);
    }
    if (json) {
      printJson(arguments[0], figures);
    } else {
      print(arguments[0], figures);
    }
    System.exit(0);
  }

  private static void print(String name, List<Figure> figures) {
    System.out.println(name + "   " + Machine.describe());
    for (Figure figure : figures) {
      System.out.printf(
          Locale.ROOT,
          "  %-44s %12.2f %-8s %s%n",
          figure.name(),
          figure.value(),
          figure.unit(),
          figure.target().isEmpty()
              ? ""
              : String.format(
                  Locale.ROOT,
                  "target %s %.2f   ratio %.2f",
                  figure.more() ? ">=" : "<=",
                  figure.target().getAsDouble(),
                  figure.ratio().getAsDouble()));
    }
  }

  private static void printJson(String name, List<Figure> figures) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Figure figure : figures) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", figure.name());
      row.put("value", figure.value());
      row.put("unit", figure.unit());
      figure.target().ifPresent(target -> row.put("target", target));
      figure.ratio().ifPresent(ratio -> row.put("ratio", ratio));
      rows.add(row);
    }
    System.out.println(
        JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(
                Map.of("benchmark", name, "machine", Machine.describe(), "figures", rows)));
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
