package ai.matih.pipelines.gateway;

/**
 * What an engine would run for a stage, for people to read. Secrets stay references.
 *
 * @param language of {@code text}: {@code sql}, {@code python}, {@code json}, {@code text}
 */
public record CompiledJob(String language, String text) {}
