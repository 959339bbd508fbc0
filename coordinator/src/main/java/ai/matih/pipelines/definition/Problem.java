package ai.matih.pipelines.definition;

/**
 * One thing wrong with a definition.
 *
 * @param code stable name of the rule, such as {@code unknown_field}
 * @param path where in the document, such as {@code sources.sales.mode} or {@code tasks[2].query}
 * @param line line of the text, from 1; 0 when there is no text
 * @param column column of the text, from 1; 0 when there is no text
 * @param remedy what the author can do, as a sentence
 */
public record Problem(
    String code,
    Severity severity,
    String path,
    int line,
    int column,
    String message,
    String remedy) {}
