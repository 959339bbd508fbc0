package ai.matih.pipelines.definition.reading;

import ai.matih.pipelines.definition.Position;
import ai.matih.pipelines.definition.language.Reading;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Looks over the parser's events before anything is built from them. Counts what aliases stand for,
 * so that a small text cannot become a large document.
 */
final class YamlLimits {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NODES = 50_000;
  private static final Set<String> CORE_TAGS =
      Set.of("!", "str", "int", "float", "bool", "null", "seq", "map");
  private static final String CORE_PREFIX = "tag:yaml.org,2002:";

  private final Reading reading;
  private final Map<Anchor, Extent> anchors = new HashMap<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private int nodes;
  private int documents;

  private YamlLimits(Reading reading) {
    this.reading = reading;
  }

  /** How much a node stands for: its nodes and its height, aliases written out. */
  private record Extent(int nodes, int height) {}

  private static final class Open {
    private final Optional<Anchor> anchor;
    private final int nodesBefore;
    private int height = 1;

    Open(Optional<Anchor> anchor, int nodesBefore) {
      this.anchor = anchor;
      this.nodesBefore = nodesBefore;
    }
  }

  /** Whether the text is one document within the limits; if not, the problem is reported. */
  static boolean check(String source, LoadSettings settings, Reading reading) {
    YamlLimits limits = new YamlLimits(reading);
    for (Event event : new Parse(settings).parseString(source)) {
      if (!limits.accepts(event)) {
        return false;
      }
    }
    if (limits.nodes == 0 || limits.documents == 0) {
      return limits.refuse("yaml_empty", Position.NONE, "the text is empty", "Write a definition.");
    }
    return true;
  }

  private boolean accepts(Event event) {
    return switch (event.getEventId()) {
      case DocumentStart ->
          ++documents == 1
              || refuse(
                  "yaml_documents",
                  position(event),
                  "a second document begins here",
                  "Put each definition into a file of its own.");
      case Scalar -> {
        ScalarEvent scalar = (ScalarEvent) event;
        scalar.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Extent(1, 0)));
        yield tag(scalar.getTag(), event) && grow(1, 0, event);
      }
      case MappingStart, SequenceStart -> {
        CollectionStartEvent start = (CollectionStartEvent) event;
        open.push(new Open(start.getAnchor(), nodes));
        yield tag(start.getTag(), event) && grow(1, 0, event);
      }
      case MappingEnd, SequenceEnd -> {
        Open ended = open.pop();
        Extent extent = new Extent(nodes - ended.nodesBefore, ended.height);
        ended.anchor.ifPresent(anchor -> anchors.put(anchor, extent));
        raise(extent.height());
        yield true;
      }
      case Alias -> alias((AliasEvent) event);
      case DocumentEnd, StreamStart, StreamEnd, Comment -> true;
    };
  }

  private boolean alias(AliasEvent alias) {
    Extent extent = anchors.get(alias.getAlias());
    if (extent == null) {
      return refuse(
          "yaml_aliases",
          position(alias),
          "the alias " + alias.getAlias() + " stands for nothing, or for what it is in",
          "Define the anchor before the alias, or write the text out.");
    }
    return grow(extent.nodes(), extent.height(), alias);
  }

  private boolean grow(int more, int height, Event event) {
    nodes += more;
    raise(height);
    if (open.size() + height > MAX_DEPTH) {
      return refuse(
          "yaml_too_deep",
          position(event),
          "more than " + MAX_DEPTH + " levels of nesting",
          "Flatten the structure; no field needs as many levels.");
    }
    return nodes <= MAX_NODES
        || refuse(
            "yaml_aliases",
            position(event),
            "the document stands for more than " + MAX_NODES + " values",
            "Use fewer aliases, or split the pipeline.");
  }

  private void raise(int height) {
    if (!open.isEmpty()) {
      open.peek().height = Math.max(open.peek().height, height + 1);
    }
  }

  private boolean tag(Optional<String> tag, Event event) {
    boolean core =
        tag.map(name -> name.startsWith(CORE_PREFIX) ? name.substring(CORE_PREFIX.length()) : name)
            .map(CORE_TAGS::contains)
            .orElse(true);
    return core
        || refuse(
            "yaml_tag",
            position(event),
            "the type " + tag.orElseThrow() + " is not allowed",
            "Remove the tag and write a plain value.");
  }

  private boolean refuse(String code, Position position, String message, String remedy) {
    reading.error(code, "", position, message, remedy);
    return false;
  }

  private static Position position(Event event) {
    return event
        .getStartMark()
        .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(Position.NONE);
  }
}
