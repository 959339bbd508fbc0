package ai.matih.pipelines.definition.language;

import ai.matih.pipelines.definition.Position;
import java.util.function.Function;

/**
 * A text of the document that may hold placeholders.
 *
 * @param position finds where a piece of the text stands in the document
 */
public record TemplateText(
    String path, String text, TemplateKind kind, Function<String, Position> position) {}
