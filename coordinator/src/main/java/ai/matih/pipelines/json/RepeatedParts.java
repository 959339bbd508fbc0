package ai.matih.pipelines.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.ser.ResolvableSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Immutable parts of records that are the same in run after run, plans above all. What has the same
 * bytes as one that was read before is not parsed again but is that same value; a value that was
 * written before is not written again but copied. This takes most of the time and memory that
 * reading and writing runs costs. Bounded; thread-safe.
 */
public final class RepeatedParts {

  /** The attribute under which a reader is given the bytes that it reads from. */
  public static final Object SOURCE = new Object();

  private static final int MOST_BYTES = 4 << 20;
  private static final int LONGEST_WRITTEN = 16 << 10;
  private static final int WRITTEN = 1 << 10;

  private RepeatedParts() {}

  /** Teaches a mapper to share values of {@code types}, which are immutable. */
  public static SimpleModule module(Set<Class<?>> types) {
    var module = new SimpleModule("repeated-parts");
    module.setDeserializerModifier(new Readers(types));
    module.setSerializerModifier(new Writers(types));
    return module;
  }

  private static final class Readers extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1;
    private final transient Set<Class<?>> types;

    Readers(Set<Class<?>> types) {
      this.types = types;
    }

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription type, JsonDeserializer<?> deserializer) {
      return types.contains(type.getBeanClass())
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
      if (part.bytes().length > MOST_BYTES / 8) {
        return;
      }
      if (held.addAndGet(part.bytes().length) > MOST_BYTES) {
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

    /** Only a parser of the bytes themselves knows where in them it is. */
    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
      if (!json.hasToken(JsonToken.START_OBJECT)
          || !(json instanceof UTF8StreamJsonParser)
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

  private static final class Writers extends BeanSerializerModifier {
    private static final long serialVersionUID = 1;
    private final transient Set<Class<?>> types;

    Writers(Set<Class<?>> types) {
      this.types = types;
    }

    @Override
    public JsonSerializer<?> modifySerializer(
        SerializationConfig config, BeanDescription type, JsonSerializer<?> serializer) {
      return types.contains(type.getBeanClass())
          ? new Writing(serializer, new AtomicReferenceArray<>(WRITTEN))
          : serializer;
    }
  }

  /** The text of a value, for as long as the value lives. */
  private record Written(WeakReference<Object> value, SerializedString text) {}

  private static final class Writing extends StdSerializer<Object>
      implements ResolvableSerializer, ContextualSerializer {
    private static final long serialVersionUID = 1;
    private final transient JsonSerializer<Object> whole;
    private final transient AtomicReferenceArray<Written> written;

    @SuppressWarnings("unchecked")
    Writing(JsonSerializer<?> whole, AtomicReferenceArray<Written> written) {
      super(Object.class);
      this.whole = (JsonSerializer<Object>) whole;
      this.written = written;
    }

    @Override
    public void resolve(SerializerProvider context) throws JsonMappingException {
      if (whole instanceof ResolvableSerializer resolvable) {
        resolvable.resolve(context);
      }
    }

    @Override
    public JsonSerializer<?> createContextual(SerializerProvider context, BeanProperty property)
        throws JsonMappingException {
      var contextual = context.handleSecondaryContextualization(whole, property);
      return contextual == whole ? this : new Writing(contextual, written);
    }

    /** The same object, not an equal one: to compare plans would cost as much as to write them. */
    @Override
    public void serialize(Object value, JsonGenerator json, SerializerProvider context)
        throws IOException {
      if (!(json instanceof UTF8JsonGenerator) || json.getPrettyPrinter() != null) {
        whole.serialize(value, json, context);
        return;
      }
      int place = System.identityHashCode(value) & (WRITTEN - 1);
      var known = written.get(place);
      if (known != null && known.value().refersTo(value)) {
        json.writeRawValue(known.text());
        return;
      }
      var bytes = new ByteArrayOutputStream();
      try (var part = json.getCodec().getFactory().createGenerator(bytes)) {
        part.setCodec(json.getCodec());
        whole.serialize(value, part, context);
      }
      var text = new SerializedString(bytes.toString(StandardCharsets.UTF_8));
      json.writeRawValue(text);
      if (bytes.size() <= LONGEST_WRITTEN) {
        written.set(place, new Written(new WeakReference<>(value), text));
      }
    }
  }
}
