package ai.matih.pipelines.http.client;

/**
 * Something that was applied from files.
 *
 * @param kind {@code pipeline}, {@code connection} or {@code variable}
 * @param identity of a pipeline its id, else the name
 * @param owner the label under which it was applied
 */
public record OwnedView(String kind, String name, String identity, String owner) {}
