package ai.matih.pipelines.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FailureMatrixTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");

  @Test
  void everyRowNamesATestThatExists() throws IOException {
    List<String> rows =
        Files.readAllLines(ROOT.resolve("docs/failure-matrix.md")).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| fault"))
            .toList();
    assertThat(rows).hasSizeGreaterThan(5);
    List<String> missing = new ArrayList<>();
    for (String row : rows) {
      Matcher named = NAMED.matcher(row);
      if (!named.find() || !exists(named.group(1), named.group(2))) {
        missing.add(row);
      }
    }
    assertThat(missing).as("rows without a test").isEmpty();
  }

  private static boolean exists(String type, String method) throws IOException {
    try (var files = Files.walk(ROOT)) {
      for (Path file :
          files
              .filter(path -> path.endsWith(type + ".java"))
              .filter(path -> path.toString().contains("src/test/java"))
              .toList()) {
        if (Files.readString(file).contains("void " + method + "(")) {
          return true;
        }
      }
    }
    return false;
  }
}
