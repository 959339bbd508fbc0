package ai.matih.pipelines.pipeline;

import static ai.matih.pipelines.pipeline.PipelineUnderTest.ALICE;
import static ai.matih.pipelines.pipeline.PipelineUnderTest.DESCRIPTION;
import static ai.matih.pipelines.pipeline.PipelineUnderTest.created;
import static ai.matih.pipelines.pipeline.PipelineUnderTest.proposal;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.pipelines.execution.Plans;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.pipeline.PipelineCommand.Activate;
import ai.matih.pipelines.pipeline.PipelineCommand.Archive;
import ai.matih.pipelines.pipeline.PipelineCommand.Delete;
import ai.matih.pipelines.pipeline.PipelineCommand.Pause;
import ai.matih.pipelines.pipeline.PipelineCommand.Read;
import ai.matih.pipelines.pipeline.PipelineCommand.Resume;
import ai.matih.pipelines.pipeline.PipelineCommand.RollBack;
import ai.matih.pipelines.pipeline.PipelineCommand.Update;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PipelineChangesTest {

  private static Idempotency key(String name, String body) {
    return new Idempotency(Optional.of("alice/" + name), body);
  }

  @Test
  void aNewPipelineHasRevisionOneAndIsNotYetActive() {
    Pipeline state = created().state();

    assertThat(state.status()).isEqualTo(PipelineStatus.CREATED);
    assertThat(state.live().number()).isEqualTo(1);
    assertThat(state.live().author()).isEqualTo("alice");
  }

  @Test
  void anExistingPipelineIsNotCreatedAgain() {
    assertThat(created().create(Idempotency.NONE).refusal()).isEqualTo("PIPELINE_EXISTS");
  }

  @Test
  void theSameContentMakesNoRevision() {
    PipelineUnderTest pipeline = created().update("1");

    assertThat(pipeline.events()).isEmpty();
    assertThat(pipeline.changed()).isFalse();
  }

  @Test
  void anotherContentIsTheNextRevision() {
    PipelineUnderTest pipeline = created().update("2");

    assertThat(pipeline.changed()).isTrue();
    assertThat(pipeline.state().revisions()).extracting(Revision::number).containsExactly(1, 2);
  }

  @Test
  void anotherDescriptionOfTheSameContentMakesNoRevision() {
    PipelineCommand.Description other =
        new PipelineCommand.Description("flights", "1", Optional.of("delays"), List.of());
    PipelineUnderTest pipeline =
        created().tell(new Update(ALICE, other, proposal("1"), Idempotency.NONE));

    assertThat(pipeline.changed()).isTrue();
    assertThat(pipeline.state().revisions()).hasSize(1);
    assertThat(pipeline.state().description()).contains(other);
  }

  @Test
  void rollingBackMakesAnEarlierContentLiveAsANewRevision() {
    PipelineUnderTest pipeline =
        created().update("2").tell(new RollBack(ALICE, 1, Idempotency.NONE));

    assertThat(pipeline.state().live().number()).isEqualTo(3);
    assertThat(pipeline.state().live().hash()).isEqualTo("hash of 1");
    assertThat(pipeline.tell(new RollBack(ALICE, 9, Idempotency.NONE)).refusal())
        .isEqualTo("NO_SUCH_REVISION");
  }

  @Test
  void theLifeGoesFromCreatedOverActiveAndPausedToArchivedAndBack() {
    PipelineUnderTest pipeline = created();
    assertThat(pipeline.tell(new Pause(ALICE, Idempotency.NONE)).refusal())
        .isEqualTo("PIPELINE_CREATED");

    pipeline.tell(new Activate(ALICE, Idempotency.NONE)).tell(new Pause(ALICE, Idempotency.NONE));
    assertThat(pipeline.state().status()).isEqualTo(PipelineStatus.PAUSED);
    pipeline.tell(new Resume(ALICE, Idempotency.NONE)).tell(new Archive(ALICE, Idempotency.NONE));
    assertThat(pipeline.state().status()).isEqualTo(PipelineStatus.ARCHIVED);
    assertThat(pipeline.update("2").refusal()).isEqualTo("PIPELINE_ARCHIVED");
    pipeline.tell(new Activate(ALICE, Idempotency.NONE));
    assertThat(pipeline.state().status()).isEqualTo(PipelineStatus.ACTIVE);
  }

  @Test
  void whatIsSoAlreadyIsAcceptedAndNotJournaled() {
    PipelineUnderTest pipeline =
        created()
            .tell(new Activate(ALICE, Idempotency.NONE))
            .tell(new Activate(ALICE, Idempotency.NONE));

    assertThat(pipeline.changed()).isFalse();
    assertThat(pipeline.events()).isEmpty();
  }

  @Test
  void theSameKeyGivesTheSameAnswerAndAnotherBodyIsRefused() {
    PipelineUnderTest pipeline =
        new PipelineUnderTest().create(key("k", "body")).create(key("k", "body"));
    assertThat(pipeline.events()).isEmpty();
    assertThat(pipeline.changed()).isTrue();

    assertThat(pipeline.create(key("k", "other")).refusal()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void aKeyOfARequestThatChangedNothingIsRememberedToo() {
    PipelineUnderTest pipeline =
        created()
            .tell(new Update(ALICE, DESCRIPTION, proposal("1"), key("k", "body")))
            .tell(new Update(ALICE, DESCRIPTION, proposal("2"), key("k", "else")));

    assertThat(pipeline.refusal()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void aKeyIsForgottenAfterADay() {
    PipelineUnderTest pipeline =
        new PipelineUnderTest().create(key("k", "body")).pass(Memory.LONGEST);

    assertThat(pipeline.create(key("k", "other")).refusal()).isEqualTo("PIPELINE_EXISTS");
  }

  @Test
  void noMoreKeysAreKeptThanTheBound() {
    Memory memory = Memory.EMPTY;
    for (int i = 0; i < Memory.MOST + 5; i++) {
      memory = memory.with(key("" + i, "body"), Optional.empty(), true, Plans.T0);
    }

    assertThat(memory.answers()).hasSize(Memory.MOST);
    assertThat(memory.of(key("4", ""), Plans.T0.plus(Duration.ofHours(1)))).isEmpty();
    assertThat(memory.of(key("5", ""), Plans.T0.plus(Duration.ofHours(1)))).isPresent();
  }

  @Test
  void aDeletedPipelineIsGone() {
    PipelineUnderTest pipeline = created().tell(new Delete(ALICE, Idempotency.NONE));
    assertThat(pipeline.changed()).isTrue();

    assertThat(pipeline.create(Idempotency.NONE).reply()).contains(new PipelineReply.Gone());
    assertThat(pipeline.tell(new Read(ALICE)).reply()).contains(new PipelineReply.Gone());
  }

  @Test
  void anotherTenantFindsNothingAndWhoLacksThePermissionIsTold() {
    Principal stranger = new Principal(new TenantId("other"), "eve", Set.of(), Set.of("*"));
    Principal reader = new Principal(Plans.TENANT, "rob", Set.of(), Set.of("pipelines:read"));
    PipelineUnderTest pipeline = created();

    assertThat(pipeline.tell(new Read(stranger)).reply()).contains(new PipelineReply.NotFound());
    assertThat(pipeline.tell(new Delete(stranger, Idempotency.NONE)).reply())
        .contains(new PipelineReply.NotFound());
    assertThat(pipeline.tell(new Delete(reader, Idempotency.NONE)).refusal())
        .isEqualTo("PERMISSION_DENIED");
  }
}
