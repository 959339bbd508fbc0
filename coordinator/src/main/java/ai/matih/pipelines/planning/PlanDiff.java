package ai.matih.pipelines.planning;

import ai.matih.pipelines.definition.PipelineDefinition;
import ai.matih.pipelines.definition.WireName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a new definition changes, by meaning: two texts that read the same have no difference. Paths
 * are those of the definition language, with items of a list by their names.
 */
public final class PlanDiff {

  /**
   * One difference.
   *
   * @param before as a person reads it; empty if it was not there
   * @param after as a person reads it; empty if it is there no more
   * @param effect what it touches, as a sentence: steps, outputs, schedule, runs
   */
  public record Change(
      Kind kind, String path, Optional<String> before, Optional<String> after, String effect) {}

  /** What became of the thing at the path. */
  public enum Kind implements WireName {
    ADDED("It was not there."),
    REMOVED("It is there no more."),
    CHANGED("It has another value.");

    private final String meaning;

    Kind(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String meaning() {
      return meaning;
    }
  }

  private final ChangeEffect effect;
  private final List<Change> changes = new ArrayList<>();

  private PlanDiff(ChangeEffect effect) {
    this.effect = effect;
  }

  /** Every difference, in the order of the definition. */
  public static List<Change> between(PipelineDefinition live, PipelineDefinition next) {
    PlanDiff diff = new PlanDiff(new ChangeEffect(live, next));
    diff.compare(DefinitionPath.ROOT, CanonicalJson.tree(live), CanonicalJson.tree(next));
    return List.copyOf(diff.changes);
  }

  private void compare(DefinitionPath path, JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return;
    }
    boolean wasThere = isThere(before);
    boolean isThere = isThere(after);
    if (wasThere && isThere && before.isObject() && after.isObject()) {
      compareItems(path, fields(before), fields(after));
    } else if (wasThere && isThere && isNamed(before) && isNamed(after)) {
      compareItems(path, byName(before), byName(after));
    } else if (path.isSection() && (before.isContainerNode() || after.isContainerNode())) {
      compareItems(path, items(before), items(after));
    } else if (wasThere || isThere) {
      Kind kind = !wasThere ? Kind.ADDED : isThere ? Kind.CHANGED : Kind.REMOVED;
      changes.add(
          new Change(
              kind,
              path.text(),
              wasThere ? Optional.of(ChangedValue.text(before)) : Optional.empty(),
              isThere ? Optional.of(ChangedValue.text(after)) : Optional.empty(),
              effect.of(path)));
    }
  }

  private void compareItems(
      DefinitionPath path, Map<String, JsonNode> before, Map<String, JsonNode> after) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      compare(
          path.child(name),
          before.getOrDefault(name, MissingNode.getInstance()),
          after.getOrDefault(name, MissingNode.getInstance()));
    }
  }

  private static boolean isThere(JsonNode node) {
    return !node.isMissingNode() && !node.isNull() && !(node.isContainerNode() && node.isEmpty());
  }

  private static Map<String, JsonNode> items(JsonNode node) {
    return node.isArray() ? byName(node) : fields(node);
  }

  private static Map<String, JsonNode> fields(JsonNode object) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  private static boolean isNamed(JsonNode node) {
    return node.isArray() && !nameOf(node.path(0)).isEmpty();
  }

  private static Map<String, JsonNode> byName(JsonNode array) {
    Map<String, JsonNode> items = new LinkedHashMap<>();
    array.forEach(item -> items.put(nameOf(item), item));
    return items;
  }

  /** What a person calls an item of a list: transformations, checks, tasks, loads, approvals. */
  private static String nameOf(JsonNode item) {
    for (String field : List.of("name", "id", "target", "before")) {
      if (item.path(field).isTextual()) {
        return item.path(field).textValue();
      }
    }
    return "";
  }
}
