package ai.matih.pipelines.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCommandsTest {
  private static final String CONNECTION =
      "{\"name\":\"DATA\",\"type\":\"local\",\"revision\":%d,\"options\":{\"root\":\"/data\"}}";
  private static final String OWNED =
      """
      {"data":[{"kind":"connection","name":"DATA","identity":"DATA","owner":"git"},
       {"kind":"pipeline","name":"old","identity":"%s","owner":"git"}]}"""
          .formatted(Answers.PIPELINE);

  @TempDir private Path home;
  private Path folder;
  private AnsweringApi api;

  @BeforeEach
  void start() throws IOException {
    api = new AnsweringApi(home);
    folder = Files.createDirectories(home.resolve("project"));
    Files.writeString(
        folder.resolve("z-connection.yaml"),
        "kind: connection\nname: DATA\ntype: local\nroot: /data\n");
    Files.writeString(folder.resolve("a-sales.yaml"), "metadata: {name: sales}\n");
    Files.writeString(folder.resolve("matih.yaml"), "owner: somebody\n");
    api.on("GET /v1/connections/DATA", 200, CONNECTION.formatted(1))
        .on("PUT /v1/connections/DATA", 200, CONNECTION.formatted(1))
        .on("GET /v1/pipelines?name=sales", 200, Answers.pageOf(Answers.pipeline()))
        .on("PUT /v1/pipelines/" + Answers.PIPELINE, 200, Answers.pipeline())
        .on("POST /v1/owners/git/claim", 200, "{\"data\":[]}")
        .on("GET /v1/owners/git", 200, OWNED)
        .on("POST /v1/owners/git/release", 204, "");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void connectionsComeBeforeThePipelinesThatNameThemAndTheProjectFileIsNone() {
    Typed typed = typed("apply", "-f", folder.toString());

    assertThat(typed.code()).isZero();
    assertThat(typed.lines()).last().asString().isEqualTo("0 created, 0 changed, 2 unchanged");
    assertThat(api.asked().stream().filter(line -> line.startsWith("PUT")))
        .extracting(line -> line.split(" ")[1])
        .containsExactly("/v1/connections/DATA", "/v1/pipelines/" + Answers.PIPELINE);
  }

  @Test
  void aDefinitionInTheShortFormIsFoundAgainByItsName() throws IOException {
    Files.writeString(folder.resolve("a-sales.yaml"), "name: sales\ntasks: []\n");

    assertThat(typed("apply", "-f", folder.toString()).code()).isZero();

    assertThat(api.asked()).anyMatch(line -> line.startsWith("PUT /v1/pipelines/"));
  }

  @Test
  void oneThatIsRefusedIsListedWithItsRemedyAndTheOthersAreApplied() throws IOException {
    Files.writeString(folder.resolve("b-bad.yaml"), "metadata: {name: bad}\n");
    api.on("GET /v1/pipelines?name=bad", 200, Answers.pageOf())
        .on("POST /v1/pipelines?paused=false", 400, Answers.refused(1));

    Typed typed = typed("apply", "-f", folder.toString(), "-o", "json");

    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("b-bad.yaml:1");
    assertThat(typed.out())
        .contains("1 failed: " + folder.resolve("b-bad.yaml"), "\"change\" : \"UNCHANGED\"");
  }

  @Test
  void aPruneDeletesOnlyWhatTheOwnerAppliedAndTheFilesNoLongerHave() {
    api.on("GET /v1/pipelines?name=old", 200, Answers.pageOf(Answers.pipeline()))
        .on("DELETE /v1/pipelines/" + Answers.PIPELINE, 204, "");

    Typed unsaid = typed("apply", "-f", folder.toString(), "--prune", "--owner", "git");
    assertThat(unsaid.code()).isEqualTo(2);
    assertThat(unsaid.err()).contains("This would delete pipeline old", "--yes");
    assertThat(api.asked()).noneMatch(line -> line.startsWith("DELETE"));

    Typed said = typed("apply", "-f", folder.toString(), "--prune", "--owner", "git", "--yes");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("1 pruned");
    assertThat(api.asked().stream().filter(line -> line.startsWith("DELETE"))).hasSize(1);
  }

  @Test
  void aPipelineThatWasMadeAnewByAnotherIsNotPruned() {
    api.on(
        "GET /v1/pipelines?name=old",
        200,
        Answers.pageOf(
            Answers.pipeline().replace(Answers.PIPELINE, "pipeline-00000000000000000000000000")));

    Typed typed = typed("apply", "-f", folder.toString(), "--prune", "--owner", "git", "--yes");

    assertThat(typed.code()).isZero();
    assertThat(api.asked()).noneMatch(line -> line.startsWith("DELETE"));
  }

  @Test
  void nothingIsPrunedWhereSomethingCouldNotBeApplied() throws IOException {
    Files.writeString(folder.resolve("b-bad.yaml"), "metadata: {name: bad}\n");
    api.on("GET /v1/pipelines?name=bad", 200, Answers.pageOf())
        .on("POST /v1/pipelines?paused=false", 400, Answers.refused(1));

    Typed typed = typed("apply", "-f", folder.toString(), "--prune", "--owner", "git", "--yes");

    assertThat(typed.err()).contains("Nothing was pruned");
    assertThat(api.asked()).noneMatch(line -> line.startsWith("DELETE"));
  }

  @Test
  void diffEndsWithTwoForAChangeZeroForNoneAndOneIfItCannotTell() throws IOException {
    api.on("POST /v1/pipelines/plan", 200, planned(true));
    assertThat(typed("diff", folder.toString()).code()).isZero();

    Files.writeString(
        folder.resolve("z-connection.yaml"),
        "kind: connection\nname: DATA\ntype: local\nroot: /elsewhere\n");
    Typed changed = typed("diff", folder.toString());
    assertThat(changed.code()).isEqualTo(2);
    assertThat(changed.out()).contains("~ connection DATA", "root: /data -> /elsewhere");
    assertThat(
            new ObjectMapper()
                .readTree(typed("diff", folder.toString(), "-o", "json").out())
                .path("changed")
                .asBoolean())
        .isTrue();

    assertThat(typed("diff", folder.resolve("absent").toString()).code()).isEqualTo(1);
    Files.writeString(folder.resolve("z-connection.yaml"), "kind: connection\nnmae: DATA\n");
    assertThat(typed("diff", folder.toString()).code()).isEqualTo(1);
  }

  @Test
  void theSourceOfAPipelineIsPrintedByteForByte() {
    String text = "# Umlaut \u00e4\nmetadata:   {name: sales}  ";
    api.on("GET /v1/pipelines/" + Answers.PIPELINE + "/revisions/3", 200, "application/yaml", text);

    assertThat(typed("get", "pipelines", "sales", "-o", "source").out()).isEqualTo(text);
    Typed list = typed("get", "pipelines", "-o", "source");
    assertThat(list.code()).isEqualTo(2);
    assertThat(list.err()).contains("matih get pipelines NAME -o source");
  }

  private static String planned(boolean same) {
    return """
        {"name":"sales","hash":"h","executable":true,
         "live":{"pipelineId":"%s","status":"ACTIVE","revision":3,"hash":"h","running":0,"same":%s}}"""
        .formatted(Answers.PIPELINE, same);
  }

  private Typed typed(String... words) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--home";
    all[words.length + 1] = home.toString();
    return Typed.command(all);
  }
}
