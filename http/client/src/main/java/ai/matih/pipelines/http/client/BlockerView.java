package ai.matih.pipelines.http.client;

/** Something that a pipeline needs and that is not there yet, and what to do about it. */
public record BlockerView(String code, String subject, String message, String remedy) {}
