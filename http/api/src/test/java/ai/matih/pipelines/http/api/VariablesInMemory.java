package ai.matih.pipelines.http.api;

import ai.matih.pipelines.http.api.port.Owners;
import ai.matih.pipelines.http.api.port.VariableBook;
import ai.matih.pipelines.identity.Cause;
import ai.matih.pipelines.identity.Principal;
import ai.matih.pipelines.identity.TenantId;
import ai.matih.pipelines.persistence.operations.AppliedResources.Owned;
import ai.matih.pipelines.persistence.operations.AppliedResources.Resource;
import ai.matih.pipelines.persistence.variable.VariableRevision;
import ai.matih.pipelines.variable.VariableCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Variables and owners, as the node has them. */
final class VariablesInMemory implements VariableBook, VariableCatalog, Owners {
  private final Map<String, List<VariableRevision>> revisions = new TreeMap<>();
  private final Map<String, Owned> owned = new TreeMap<>();

  @Override
  public synchronized CompletionStage<Map<String, Object>> find(
      TenantId tenant, Collection<String> names) {
    Map<String, Object> found = new HashMap<>();
    for (String name : names) {
      newest(tenant, name)
          .flatMap(VariableRevision::value)
          .ifPresent(value -> found.put(name, value));
    }
    return CompletableFuture.completedStage(found);
  }

  private Optional<VariableRevision> newest(TenantId tenant, String name) {
    return revisions.getOrDefault(tenant + "/" + name, List.of()).stream()
        .reduce((first, last) -> last);
  }

  @Override
  public synchronized CompletionStage<List<VariableRevision>> list(TenantId tenant) {
    return CompletableFuture.completedStage(
        revisions.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(tenant + "/"))
            .map(entry -> entry.getValue().getLast())
            .filter(one -> one.value().isPresent())
            .toList());
  }

  @Override
  public synchronized CompletionStage<List<VariableRevision>> history(
      TenantId tenant, String name) {
    return CompletableFuture.completedStage(
        List.copyOf(revisions.getOrDefault(tenant + "/" + name, List.of()).reversed()));
  }

  @Override
  public synchronized CompletionStage<Optional<VariableRevision>> change(
      TenantId tenant, String name, Optional<Object> value, Cause cause) {
    Optional<VariableRevision> last = newest(tenant, name);
    if (last.flatMap(VariableRevision::value).equals(value)) {
      return CompletableFuture.completedStage(value.isPresent() ? last : Optional.empty());
    }
    VariableRevision next =
        new VariableRevision(
            name,
            last.map(VariableRevision::revision).orElse(0) + 1,
            value,
            Instant.EPOCH,
            cause.actor(),
            cause.origin().name(),
            cause.correlationId());
    revisions.computeIfAbsent(tenant + "/" + name, key -> new ArrayList<>()).add(next);
    return CompletableFuture.completedStage(Optional.of(next));
  }

  @Override
  public synchronized CompletionStage<List<Owned>> of(TenantId tenant, String owner) {
    return CompletableFuture.completedStage(
        owned.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(tenant + "/"))
            .map(Map.Entry::getValue)
            .filter(one -> one.owner().equals(owner))
            .toList());
  }

  @Override
  public synchronized CompletionStage<List<Owned>> claim(
      Principal by, String owner, List<Resource> resources) {
    List<Owned> others = new ArrayList<>();
    for (Resource one : resources) {
      Owned mine = new Owned(one, owner, Instant.EPOCH, by.subject());
      Owned now = owned.putIfAbsent(key(by.tenant(), one), mine);
      if (now != null && !now.owner().equals(owner)) {
        others.add(now);
      }
    }
    return CompletableFuture.completedStage(others);
  }

  @Override
  public synchronized CompletionStage<Void> release(
      TenantId tenant, String owner, List<Resource> resources) {
    resources.forEach(one -> owned.remove(key(tenant, one)));
    return CompletableFuture.completedStage(null);
  }

  private static String key(TenantId tenant, Resource one) {
    return tenant + "/" + one.kind() + "/" + one.name();
  }
}
