package ai.matih.pipelines.persistence.journal;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.json.IsoTime;
import ai.matih.pipelines.json.RepeatedParts;
import ai.matih.pipelines.planning.Plan;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Set;

/**
 * The JSON of everything that is stored: ISO times, exact decimals, strict about unknown fields.
 */
public final class Json {

  /** Thread-safe; never reconfigured. */
  public static final ObjectMapper MAPPER = mapper();

  private Json() {}

  private static ObjectMapper mapper() {
    var mapper =
        JsonMapper.builder()
            .addModules(
                new Jdk8Module(),
                new JavaTimeModule(),
                IsoTime.module(),
                RepeatedParts.module(Set.of(Plan.class, PriceBook.class)))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    // an empty text is a value: left out, it would come back as null
    mapper
        .configOverride(String.class)
        .setIncludeAsProperty(
            JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS));
    return mapper;
  }
}
