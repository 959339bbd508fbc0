package ai.matih.pipelines.persistence.trigger;

import ai.matih.pipelines.engine.CommitKey;
import ai.matih.pipelines.engine.StepResult;
import ai.matih.pipelines.execution.ExecutionEvent;
import ai.matih.pipelines.execution.ExecutionSpec;
import ai.matih.pipelines.identity.ExecutionId;
import ai.matih.pipelines.identity.PipelineId;
import ai.matih.pipelines.persistence.journal.EntityJournal;
import ai.matih.pipelines.persistence.projection.JournalEntry;
import ai.matih.pipelines.persistence.projection.OutsideEffect;
import ai.matih.pipelines.pipeline.PipelineCommand.DatasetLoaded;
import ai.matih.pipelines.pipeline.PipelineEvent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the journal and tells pipelines of new versions of the datasets that their triggers wait
 * for, in the order of the journal and at least once; a pipeline knows what it was told by its
 * place. Who waits for what is read from the same journal, so that a version is told to who waited
 * when it came. Tenants whose pipelines wait for nothing cost a look at the names of their events.
 */
public final class DatasetNews implements OutsideEffect<DatasetNews.News> {
  /** With the waits between them, about half an hour. */
  private static final int TRIES = 30;

  /** A pipeline that waits for a dataset; blocking. */
  @FunctionalInterface
  public interface Waiting {
    /** Returns once what follows is journaled; throws if the pipeline cannot be reached. */
    void tell(PipelineId pipeline, DatasetLoaded loaded) throws IOException;
  }

  /** One version, and who is told. */
  public record News(PipelineId pipeline, DatasetLoaded loaded) {}

  private final Waiting waiting;
  private Optional<DatasetInterest> interest = Optional.empty();
  private Optional<News> failing = Optional.empty();
  private int failures;

  public DatasetNews(Waiting waiting) {
    this.waiting = waiting;
  }

  @Override
  public void begin() {
    interest = Optional.empty();
  }

  @Override
  public List<News> messages(JournalEntry entry, Connection journal) throws SQLException {
    return switch (entry.eventName()) {
      case "triggers-driven" -> {
        if (entry.event() instanceof PipelineEvent.TriggersDriven(var watches)) {
          known(journal)
              .set(journal, entry.head().tenant(), new PipelineId(entry.entityId()), watches);
        }
        yield List.of();
      }
      case "step-ended" -> {
        boolean waited = known(journal).any(entry.head().tenant());
        yield waited && entry.event() instanceof ExecutionEvent.StepEnded ended
            ? news(entry, ended.result(), journal)
            : List.of();
      }
      default -> List.of();
    };
  }

  private DatasetInterest known(Connection journal) throws SQLException {
    if (interest.isEmpty()) {
      interest = Optional.of(DatasetInterest.read(journal));
    }
    return interest.get();
  }

  private List<News> news(JournalEntry entry, StepResult result, Connection journal)
      throws SQLException {
    if (result.commit().isEmpty() || result.output().isEmpty()) {
      return List.of();
    }
    CommitKey key = result.commit().get();
    ExecutionSpec run = run(journal, entry.persistenceId());
    Set<String> names =
        DatasetNames.of(
            result.output().get(),
            run.plan().pipelineName(),
            key.value().substring(key.value().lastIndexOf('/') + 1));
    List<News> news = new ArrayList<>();
    for (PipelineId pipeline : known(journal).of(entry.head().tenant(), names)) {
      news.add(
          new News(
              pipeline,
              new DatasetLoaded(
                  names,
                  result.output().get().name(),
                  run.pipeline(),
                  new ExecutionId(entry.entityId()),
                  key.value(),
                  entry.head().occurredAt(),
                  entry.ordering(),
                  run.depth())));
    }
    return news;
  }

  private static ExecutionSpec run(Connection journal, String persistenceId) throws SQLException {
    return EntityJournal.read(journal, persistenceId, 0, 1).stream()
        .flatMap(
            first ->
                first.record().event() instanceof ExecutionEvent.ExecutionStarted started
                    ? java.util.stream.Stream.of(started.spec())
                    : java.util.stream.Stream.empty())
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("the journal of " + persistenceId + " has no start"));
  }

  /** One that cannot be reached for long must not keep the news from all others. */
  @Override
  public void send(News news) throws IOException, Refused {
    try {
      waiting.tell(news.pipeline(), news.loaded());
      failing = Optional.empty();
    } catch (IOException e) {
      failures = failing.equals(Optional.of(news)) ? failures + 1 : 1;
      failing = Optional.of(news);
      if (failures >= TRIES) {
        throw new Refused(
            "pipeline "
                + news.pipeline()
                + " was not told that "
                + news.loaded().name()
                + " is new: "
                + e.getMessage());
      }
      throw e;
    }
  }
}
