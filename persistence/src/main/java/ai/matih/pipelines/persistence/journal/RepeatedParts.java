package ai.matih.pipelines.persistence.journal;

import ai.matih.pipelines.cost.PriceBook;
import ai.matih.pipelines.planning.Plan;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Parts of records that are the same in run after run, plans above all: what has the same bytes as
 * one that was read before is not parsed again but is that same, immutable value. This takes most
 * of the time and memory that reading a journal costs. Bounded; thread-safe.
 */
final class RepeatedParts {

  /** The attribute under which a reader is given the bytes that it reads from. */
  static final Object SOURCE = new Object();

  private static final Set<Class<?>> TYPES = Set.of(Plan.class, PriceBook.class);
  private static final long KEPT_BYTES = 4 << 20;

  private RepeatedParts() {}

  static SimpleModule module() {
    var module = new SimpleModule("repeated-parts");
    module.setDeserializerModifier(new Modifier());
    return module;
  }

  private static final class Modifier extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription type, JsonDeserializer<?> deserializer) {
      return TYPES.contains(type.getBeanClass())
          ? new Reading(deserializer, new Known())
          : deserializer;
    }
  }

  private record Part(byte[] bytes, int hash) {
    Part(byte[] bytes) {
      this(bytes, Arrays.hashCode(bytes));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Part(byte[] those, int ignored) && Arrays.equals(bytes, those);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** When it holds too much it starts anew: what is in use comes back soon. */
  private static final class Known {
    private final Map<Part, Object> values = new ConcurrentHashMap<>();
    private final AtomicLong held = new AtomicLong();

    void put(Part part, Object value) {
      if (part.bytes().length > KEPT_BYTES / 8) {
        return;
      }
      if (held.addAndGet(part.bytes().length) > KEPT_BYTES) {
        values.clear();
        held.set(part.bytes().length);
      }
      values.put(part, value);
    }
  }

  private static final class Reading extends DelegatingDeserializer {
    private static final long serialVersionUID = 1;
    private final transient Known known;

    Reading(JsonDeserializer<?> whole, Known known) {
      super(whole);
      this.known = known;
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> whole) {
      return new Reading(whole, known);
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.hasToken(JsonToken.START_OBJECT)
          || !(context.getAttribute(SOURCE) instanceof byte[] source)) {
        return super.deserialize(json, context);
      }
      int from = (int) json.currentTokenLocation().getByteOffset();
      json.skipChildren();
      int to = (int) json.currentLocation().getByteOffset();
      var part = new Part(Arrays.copyOfRange(source, from, to));
      var value = known.values.get(part);
      if (value == null) {
        try (var again = json.getCodec().getFactory().createParser(part.bytes())) {
          again.setCodec(json.getCodec());
          again.nextToken();
          value = super.deserialize(again, context);
        }
        known.put(part, value);
      }
      return value;
    }
  }
}
