package ai.matih.pipelines.definition;

import java.util.Optional;

/** How the pages of an API are followed. */
public record Pagination(
    PaginationType type,
    Optional<String> cursorField,
    Optional<String> hasMoreField,
    Optional<String> hasMoreValue) {}
