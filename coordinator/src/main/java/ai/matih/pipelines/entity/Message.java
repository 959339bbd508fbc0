package ai.matih.pipelines.entity;

/** Marker of everything that travels between actors: bound to the JSON serializer by name. */
public interface Message {}
