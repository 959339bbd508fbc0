package ai.matih.pipelines.http.api.routing;

import ai.matih.pipelines.definition.WireName;
import ai.matih.pipelines.http.api.problem.ApiError;
import ai.matih.pipelines.http.api.problem.ErrorCode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The query of a request, read strictly: what is unknown or out of range is a 400. */
public record QueryParameters(Map<String, List<String>> values) {

  /** Throws the 400 for a name that the route does not know. */
  public void allowOnly(Set<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw ApiError.of(ErrorCode.INVALID_PARAMETER, "There is no query parameter " + name + ".")
            .with("parameter", name)
            .remedy(
                known.isEmpty()
                    ? "This address takes none."
                    : "Use one of: " + String.join(", ", new TreeSet<>(known)) + ".")
            .exception();
      }
    }
  }

  /** One text; given twice is a 400. */
  public Optional<String> text(String name) {
    List<String> given = values.getOrDefault(name, List.of());
    if (given.size() > 1) {
      throw ApiError.parameter(name, String.join(",", given), "one value only").exception();
    }
    return given.stream().findFirst();
  }

  /** A whole number in a range. */
  public long number(String name, long fallback, long low, long high) {
    Optional<String> given = text(name);
    if (given.isEmpty()) {
      return fallback;
    }
    String rule = "a whole number from " + low + " to " + high;
    try {
      long value = Long.parseLong(given.get());
      if (value < low || value > high || given.get().startsWith("+")) {
        throw ApiError.parameter(name, given.get(), rule).exception();
      }
      return value;
    } catch (NumberFormatException e) {
      throw ApiError.parameter(name, given.get(), rule).exception();
    }
  }

  /** {@code true} or {@code false}. */
  public Optional<Boolean> flag(String name) {
    return text(name)
        .map(
            value ->
                switch (value) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw ApiError.parameter(name, value, "true or false").exception();
                });
  }

  /** Several texts: repeated, or separated by commas. */
  public Set<String> texts(String name) {
    Set<String> all = new LinkedHashSet<>();
    for (String value : values.getOrDefault(name, List.of())) {
      Arrays.stream(value.split(",")).map(String::trim).filter(v -> !v.isEmpty()).forEach(all::add);
    }
    return all;
  }

  /** Several constants of an enumeration. */
  public <E extends Enum<E>> Set<E> constants(String name, Class<E> type) {
    Set<E> all = new LinkedHashSet<>();
    for (String given : values.getOrDefault(name, List.of())) {
      for (String value : given.split(",", -1)) {
        all.add(constant(name, value, type));
      }
    }
    return all;
  }

  /** A time in ISO-8601 with a zone, e.g. {@code 2026-01-31T00:00:00Z}. */
  public Optional<Instant> instant(String name) {
    return text(name)
        .map(
            value -> {
              try {
                return java.time.OffsetDateTime.parse(value).toInstant();
              } catch (DateTimeParseException e) {
                throw ApiError.parameter(name, value, "a time such as 2026-01-31T00:00:00Z")
                    .exception();
              }
            });
  }

  private static <E extends Enum<E>> E constant(String name, String value, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (wire(constant).equals(value)) {
        return constant;
      }
    }
    throw ApiError.parameter(
            name,
            value,
            "one of "
                + Arrays.stream(type.getEnumConstants())
                    .map(QueryParameters::wire)
                    .collect(Collectors.joining(", ")))
        .exception();
  }

  private static String wire(Enum<?> constant) {
    return constant instanceof WireName named ? named.wireName() : constant.name();
  }
}
