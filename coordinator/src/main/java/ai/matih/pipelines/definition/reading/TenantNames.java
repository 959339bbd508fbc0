package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.definition.EngineKind;
import ai.matih.pipelines.definition.Placeholder;
import ai.matih.pipelines.definition.Placeholders;
import ai.matih.pipelines.definition.Reference;
import ai.matih.pipelines.definition.language.Reading;
import ai.matih.pipelines.definition.language.TemplateText;
import ai.matih.pipelines.definition.validation.Draft;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Collects the connections, engines and variables that a definition names, each where it is first
 * used.
 */
final class TenantNames {
  private final Reading reading;
  private final Map<String, Reference> found = new LinkedHashMap<>();

  private TenantNames(Reading reading) {
    this.reading = reading;
  }

  static List<Reference> in(Draft draft, Reading reading) {
    TenantNames names = new TenantNames(reading);
    List<Draft.Part> parts = new ArrayList<>(draft.sources());
    parts.addAll(draft.sinks());
    parts.addAll(draft.tasks());
    parts.forEach(part -> names.connection(part.value(), part.path()));
    for (String list : List.of("triggers", "wait_for")) {
      JsonNode items = draft.orchestration().value().path(list);
      for (int i = 0; i < items.size(); i++) {
        names.connection(items.get(i), "orchestration." + list + "[" + i + "]");
      }
    }
    names.engine(draft.orchestration().value(), "orchestration");
    draft
        .transformations()
        .forEach(transformation -> names.engine(transformation.value(), transformation.path()));
    draft.tasks().forEach(task -> names.engine(task.value(), task.path()));
    reading.templates().forEach(names::variables);
    return List.copyOf(names.found.values());
  }

  private void connection(JsonNode part, String path) {
    if (part.hasNonNull("connection")) {
      String place = path + ".connection";
      add(
          new Reference(
              Reference.Kind.CONNECTION,
              part.path("connection").asText(),
              place,
              reading.at(place)));
    }
  }

  /** Every node has the embedded engine; whether it has another one is its own affair. */
  private void engine(JsonNode part, String path) {
    String name = part.path("engine").asText("");
    boolean installed =
        Stream.of(EngineKind.values())
            .filter(kind -> kind != EngineKind.EMBEDDED)
            .anyMatch(kind -> kind.wireName().equals(name));
    if (installed) {
      String place = path + ".engine";
      add(new Reference(Reference.Kind.ENGINE, name, place, reading.at(place)));
    }
  }

  private void variables(TemplateText template) {
    for (Placeholder placeholder : Placeholders.in(template.text())) {
      if (placeholder instanceof Placeholder.Variable variable) {
        add(
            new Reference(
                Reference.Kind.VARIABLE,
                variable.name(),
                template.path(),
                template.position().apply(variable.raw())));
      }
    }
  }

  private void add(Reference reference) {
    found.putIfAbsent(reference.kind() + " " + reference.name(), reference);
  }
}
