package ai.matih.pipelines.http.client;

import java.util.Optional;

/**
 * One thing wrong with a definition.
 *
 * @param severity {@code ERROR} or {@code WARNING}
 * @param line and {@code column} from 1; 0 where the text is not known
 */
public record ProblemView(
    String code,
    String severity,
    String path,
    int line,
    int column,
    String message,
    Optional<String> remedy) {}
