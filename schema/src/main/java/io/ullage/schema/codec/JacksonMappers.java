package io.ullage.schema.codec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.SmileGenerator;
import com.fasterxml.jackson.dataformat.smile.databind.SmileMapper;
import io.ullage.schema.Require;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Jackson made strict: nothing is coerced, nothing absent becomes zero, nothing grows without bound. */
final class JacksonMappers {
    /** A message has four levels (report, reading, attachment or ledger, value); a newer one may have some more. */
    private static final int MAX_DEPTH = 32;

    /** A tag's name in UTF-8, and some room. */
    private static final int MAX_NAME_BYTES = 4 * Require.MAX_TAG_NAME + 16;

    private static final int MAX_NUMBER_CHARACTERS = 64;
    private static final int MAX_STRING_CHARACTERS = 64 << 10;

    private JacksonMappers() {}

    static ObjectMapper smile() {
        SmileFactory factory = SmileFactory.builder()
                .streamReadConstraints(constraints())
                // Interning would let hostile names fill the JVM's string table.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // Readings of one report repeat pools, formats and sources.
                .enable(SmileGenerator.Feature.CHECK_SHARED_STRING_VALUES)
                .build();
        return strict(SmileMapper.builder(factory), new InstantWriter(true)).build();
    }

    static ObjectMapper json() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(constraints())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // JSON is UTF-8 here; guessing UTF-16 from zero bytes only helps garbage.
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .build();
        return strict(JsonMapper.builder(factory), new InstantWriter(false)).build();
    }

    private static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxDocumentLength(TelemetryCodec.MAX_MESSAGE_BYTES)
                .maxNestingDepth(MAX_DEPTH)
                .maxNameLength(MAX_NAME_BYTES)
                .maxNumberLength(MAX_NUMBER_CHARACTERS)
                .maxStringLength(MAX_STRING_CHARACTERS)
                .build();
    }

    private static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B strict(
            B builder, InstantWriter instantWriter) {
        SimpleModule times = new SimpleModule("times")
                .addSerializer(Instant.class, instantWriter)
                .addDeserializer(Instant.class, new InstantReader());
        return builder.addModule(times)
                .annotationIntrospector(new RecordRules())
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .withCoercionConfigDefaults(config -> {
                    config.setAcceptBlankAsEmpty(false);
                    config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
                })
                .withCoercionConfig(LogicalType.Textual, config -> {
                    // An empty string is a string; whether a field may be empty is for its record to say.
                    config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.TryConvert);
                    config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                    config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                    config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                    config.setCoercion(CoercionInputShape.Binary, CoercionAction.Fail);
                });
    }

    /** What is not said by annotations: the records stay free of them. */
    private static final class RecordRules extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        /** A missing {@code long} is an error: Jackson would make it 0. */
        @Override
        public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
            return member.getRawType().isPrimitive() ? Boolean.TRUE : super.hasRequiredMarker(member);
        }

        /** Unknown fields are skipped; Jackson would otherwise copy them aside while it collects a record's components. */
        @Override
        public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
            return JsonIgnoreProperties.Value.forIgnoreUnknown(true);
        }
    }

    /** Milliseconds since the epoch, or ISO 8601 in UTC; what is finer than a millisecond is cut off. */
    private static final class InstantWriter extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;
        private final boolean asNumber;

        InstantWriter(boolean asNumber) {
            super(Instant.class);
            this.asNumber = asNumber;
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            if (asNumber) {
                generator.writeNumber(value.toEpochMilli());
            } else {
                generator.writeString(MessageTime.toString(value));
            }
        }
    }

    /** Takes either form in either format. */
    private static final class InstantReader extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                long millis = parser.getLongValue();
                return MessageTime.accepts(millis)
                        ? Instant.ofEpochMilli(millis)
                        : (Instant) context.handleWeirdNumberValue(Instant.class, millis, MessageTime.RULE);
            }
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                String text = parser.getText();
                try {
                    Instant time = MessageTime.parse(text);
                    if (MessageTime.accepts(time)) {
                        return time;
                    }
                } catch (DateTimeException e) {
                    // refused below, like a time out of range
                }
                return (Instant) context.handleWeirdStringValue(Instant.class, text, MessageTime.RULE);
            }
            return (Instant) context.handleUnexpectedToken(Instant.class, parser);
        }
    }
}
