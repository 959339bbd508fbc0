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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
  @TempDir private Path home;
  private AnsweringApi api;

  @BeforeEach
  void start() {
    api = new AnsweringApi(home);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aListIsATable() {
    api.on("GET /v1/pipelines?page=0&size=20", 200, Answers.pageOf(Answers.pipeline()));

    Typed typed = typed("get", "pipelines");

    assertThat(typed.code()).isZero();
    assertThat(typed.lines())
        .containsExactly(
            "NAME    STATUS   REVISION   ENGINE     CHANGED                TAGS",
            "sales   ACTIVE   3          embedded   2026-01-02T00:00:00Z   a");
  }

  @Test
  void aDocumentIsPrintedAsTheServerSentIt() throws IOException {
    api.on("GET /v1/pipelines?page=0&size=20", 200, Answers.pageOf(Answers.pipeline()));

    Typed json = typed("get", "pipelines", "-o", "json");
    Typed yaml = typed("get", "pipelines", "-o", "yaml");

    assertThat(new ObjectMapper().readTree(json.out()))
        .isEqualTo(new ObjectMapper().readTree(Answers.pageOf(Answers.pipeline())));
    assertThat(yaml.out()).contains("data:\n", "added_later: 1\n");
  }

  @Test
  void aRunIsFollowedStepByStepAndItsEndIsTheExitCode() {
    api.on("GET /v1/pipelines?name=sales", 200, Answers.pageOf(Answers.pipeline()))
        .on("POST /v1/pipelines/" + Answers.PIPELINE + "/execute", 202, Answers.started())
        .on("GET " + Answers.EXECUTION, 200, Answers.running())
        .on("GET " + Answers.EXECUTION, 200, Answers.running())
        .on("GET " + Answers.EXECUTION, 200, Answers.succeeded())
        .on("GET " + Answers.EXECUTION + "/steps", 200, Answers.steps())
        .on("GET " + Answers.EXECUTION + "/events", 200, "text/event-stream", Answers.events())
        .on(
            "GET " + Answers.EXECUTION + "/journal?limit=1000&after=0",
            200,
            "{\"data\":[{\"sequenceNumber\":19,\"type\":\"X\",\"actor\":\"a\",\"origin\":\"API\"}]}");

    Typed typed = typed("run", "sales", "-p", "day=2026-01-01", "-p", "limit=10");

    assertThat(typed.lines())
        .containsExactly(
            "Run " + Answers.RUN + "  attempt 1",
            " ok extract flights     27,004 rows   0.9 MB                                       0.4 s",
            " !! check arrival_known    606 of 27,004 rows failing (2.2 %, limit 1 %) warn      0.0 s",
            "SUCCEEDED in 1.3 s   cost $0.0001 (estimated $0.0001)   quality 0.97   19 journal"
                + " events");
    assertThat(typed.code()).isZero();
    assertThat(api.asked())
        .anySatisfy(
            line ->
                assertThat(line).contains("/execute", "\"day\":\"2026-01-01\"", "\"limit\":10"));
  }

  @ParameterizedTest
  @CsvSource({"USER,1", "QUALITY,4"})
  void aFailedRunSaysWhyAndHowToRetry(String failureClass, int code) {
    api.on("GET /v1/pipelines?name=sales", 200, Answers.pageOf(Answers.pipeline()))
        .on("POST /v1/pipelines/" + Answers.PIPELINE + "/execute", 202, Answers.started())
        .on("GET " + Answers.EXECUTION, 200, Answers.failed(failureClass))
        .on("GET " + Answers.EXECUTION + "/steps", 200, Answers.steps())
        .on(
            "GET /v1/pipelines/" + Answers.PIPELINE + "/revisions/3",
            200,
            "application/yaml",
            Answers.definition());

    Typed typed = typed("run", "sales");

    assertThat(typed.code()).isEqualTo(code);
    assertThat(typed.out())
        .contains(
            "error: transform delays: sql refused\n"
                + "  at sales revision 3, line 5\n"
                + "  | Binder Error: column x\n"
                + "  | LINE 1: select x\n"
                + "  Correct the statement.\n")
        .contains("Retry    matih retry " + Answers.RUN);
  }

  @Test
  void aProblemOfADefinitionHasItsPlaceAndItsRemedy() throws IOException {
    Path file = home.resolve("sales.yaml");
    Files.writeString(file, "metadata: {name: sales}\n");
    api.on("GET /v1/pipelines?name=sales", 200, Answers.pageOf())
        .on("POST /v1/pipelines?paused=false", 400, Answers.refused(11));

    Typed typed = typed("apply", "-f", file.toString());

    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err())
        .contains(file + ":11:5  unknown_field  unknown field tabel\n    Did you mean table?\n");
  }

  @Test
  void applyingAChangedDefinitionMakesARevision() throws IOException {
    Path file = home.resolve("sales.yaml");
    Files.writeString(file, "metadata: {name: sales}\n");
    api.on("GET /v1/pipelines?name=sales", 200, Answers.pageOf(Answers.pipeline()))
        .on("PUT /v1/pipelines/" + Answers.PIPELINE, 200, Answers.pipeline());

    Typed typed = typed("apply", "-f", file.toString());

    assertThat(typed.lines())
        .containsExactly(
            " ok sales  revision 3 (3f9c12ab...)  ACTIVE, schedule 0 6 * * * UTC",
            " --  next due 2026-01-03 06:00, 2026-01-04 06:00 (UTC)");
    assertThat(api.asked())
        .anySatisfy(
            line -> assertThat(line).startsWith("PUT ").contains("metadata: {name: sales}"));
  }

  @Test
  void aPlanSaysWhichMissingConnectionLiesBesideTheDefinition() throws IOException {
    Path folder = Files.createDirectory(home.resolve("sales"));
    Files.writeString(folder.resolve("sales.yaml"), Answers.definition());
    Path connection = folder.resolve("db.yaml");
    Files.writeString(connection, "kind: connection\nname: SALES_DB\ntype: local\nroot: data\n");
    api.on("POST /v1/pipelines/plan", 200, Answers.blockedPlan());

    assertThat(typed("plan", folder.toString()).lines())
        .contains(
            " !! BLOCKED  connection SALES_DB: not there",
            " --  " + connection + " describes SALES_DB; apply it");
  }

  @Test
  void connectionsAreAppliedFromAFileNamedEitherWay() throws IOException {
    Path file = home.resolve("db.yaml");
    Files.writeString(file, "kind: connection\nname: DB\ntype: local\nroot: /data\n");
    api.on("PUT /v1/connections/DB", 200, Answers.connection());

    for (String verb : new String[] {"apply", "create", "update"}) {
      assertThat(typed("connections", verb, file.toString()).code()).isZero();
    }
    assertThat(typed("connections", "apply", "-f", file.toString()).code()).isZero();
  }

  @Test
  void aFileThatIsNotThereIsNotTakenForAPipeline() {
    Typed typed = typed("run", home.resolve("none.yaml").toString());

    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("error: There is no file");
  }

  @Test
  void anUnknownRunSaysHowToFindOne() {
    Typed typed = typed("describe", "run", "exec-nothing");

    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("not told about", "matih get runs");
  }

  @Test
  void aRefusalThatNamesOneProblemSaysItOnce() {
    api.on("POST " + Answers.EXECUTION + "/retry", 400, Answers.refusedParameter());

    assertThat(typed("retry", Answers.RUN, "--from", "x").err())
        .isEqualTo("error: The run has no step 'x'.\n  Give one of them.\n");
  }

  @Test
  void aBlockedRunSaysWhatIsMissing() {
    api.on("GET /v1/pipelines?name=sales", 200, Answers.pageOf(Answers.pipeline()))
        .on("POST /v1/pipelines/" + Answers.PIPELINE + "/execute", 409, Answers.blocked());

    Typed typed = typed("run", "sales");

    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err())
        .contains(" !! BLOCKED  connection SALES_DB: not there")
        .contains("matih connections apply -f FILE");
  }

  @Test
  void anUnknownPipelineSaysHowToFindOne() {
    api.on("GET /v1/pipelines?name=nothing", 200, Answers.pageOf());

    Typed typed = typed("describe", "nothing");

    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("There is no pipeline nothing", "matih get pipelines");
  }

  @Test
  void theDevelopmentTokenIsShownToTheLocalNode() throws IOException {
    api.on("GET /v1/engines", 200, "{\"data\":[]}");

    assertThat(typed("get", "engines").code()).isZero();
  }

  @Test
  void withoutANodeTheExitCodeIsThree() throws IOException {
    api.close();
    assertThat(typed("get", "pipelines").code()).isEqualTo(3);

    Files.delete(home.resolve("node.json"));
    Typed typed = typed("get", "pipelines");
    assertThat(typed.code()).isEqualTo(3);
    assertThat(typed.err()).contains("No node runs in", "matih up");
  }

  @Test
  void aWrongOptionIsBadUsage() {
    Typed typed = typed("get", "pipelines", "--nonsense");

    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).startsWith("error: ").contains("--nonsense", "`matih get --help`");
  }

  @Test
  void helpListsEveryCommandWithADescription() {
    Typed typed = Typed.command();

    assertThat(typed.out()).contains("demo", "lineage", "completion", "Exit codes: 0 good");
    assertThat(typed.lines()).noneMatch(line -> line.matches("  [a-z]+ *"));
  }

  @Test
  void helpIsACommandAsWell() {
    assertThat(Typed.command("help").out()).contains("demo", "lineage", "Exit codes: 0 good");
    assertThat(Typed.command("help", "backfill").out()).contains("Usage: matih backfill");
  }

  @ParameterizedTest
  @CsvSource({"bash", "zsh"})
  void thereIsACompletionForTheShell(String shell) {
    assertThat(Typed.command("completion", shell).out()).contains("complete -F", "rollback");
  }

  private Typed typed(String... words) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--home";
    all[words.length + 1] = home.toString();
    return Typed.command(all);
  }
}
