package ai.matih.pipelines.http.client;

import com.fasterxml.jackson.databind.JsonNode;

/** A typed value, and the document it was read from as the server sent it. */
public record Answer<T>(T value, JsonNode document) {}
