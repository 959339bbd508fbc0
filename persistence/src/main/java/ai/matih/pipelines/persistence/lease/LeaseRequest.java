package ai.matih.pipelines.persistence.lease;

import ai.matih.pipelines.engine.AttemptId;
import ai.matih.pipelines.engine.StageOrder;
import ai.matih.pipelines.engine.WorkLeases.Lease;
import ai.matih.pipelines.engine.WorkLeases.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A call that waits for its transaction; {@link #answer} completes after the commit. */
sealed interface LeaseRequest<T> {

  CompletableFuture<T> answer();

  /** An owner and how long it holds a lease without renewing. */
  record Owner(String name, Duration lease) {}

  /** Insert, already claimed if an owner is given. */
  record Submit(
      AttemptId work,
      String instance,
      long watch,
      StageOrder order,
      Optional<Owner> owner,
      CompletableFuture<Optional<Lease>> answer)
      implements LeaseRequest<Optional<Lease>> {}

  record Claim(String instance, Owner owner, int most, CompletableFuture<List<Lease>> answer)
      implements LeaseRequest<List<Lease>> {}

  record ClaimOne(AttemptId work, Owner owner, CompletableFuture<Optional<Lease>> answer)
      implements LeaseRequest<Optional<Lease>> {}

  /** {@code progress}: one JSON text for each ended step. */
  record Renew(
      AttemptId work,
      Owner owner,
      long epoch,
      List<String> progress,
      CompletableFuture<Optional<Lease>> answer)
      implements LeaseRequest<Optional<Lease>> {}

  /** {@code result} and {@code failure} are JSON, null if there is none. */
  record End(
      AttemptId work,
      String owner,
      long epoch,
      State state,
      String result,
      String failure,
      CompletableFuture<Boolean> answer)
      implements LeaseRequest<Boolean> {}

  record AskCancel(AttemptId work, CompletableFuture<Optional<Lease>> answer)
      implements LeaseRequest<Optional<Lease>> {}

  record Fence(AttemptId work, String instance, CompletableFuture<Lease> answer)
      implements LeaseRequest<Lease> {}

  record Observe(AttemptId work, long watch, CompletableFuture<Optional<Lease>> answer)
      implements LeaseRequest<Optional<Lease>> {}
}
