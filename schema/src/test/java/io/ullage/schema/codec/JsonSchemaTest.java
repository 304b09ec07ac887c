package io.ullage.schema.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.ullage.schema.Require;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.jsonschema.MessageSchema;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Report;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codec and JSON Schema agree: on what the codec writes, and on every single thing that can be wrong with it. */
class JsonSchemaTest {
    private static final ObjectMapper JSON = JacksonMappers.json();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<MessageSchema, JsonSchema> SCHEMAS = new EnumMap<>(MessageSchema.class);

    static {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        for (MessageSchema message : MessageSchema.values()) {
            SCHEMAS.put(message, factory.getSchema(message.text()));
        }
    }

    /** What one field may be replaced with; {@code null} takes it away. */
    private static final List<JsonNode> WRONG_VALUES = List.of(
            NODES.nullNode(),
            NODES.textNode(""),
            NODES.textNode(" \t"),
            NODES.textNode("5"),
            NODES.textNode("x".repeat(Require.MAX_TEXT + 1)),
            NODES.textNode("2026-11-22T10:00:00Z"),
            NODES.textNode("2026-11-22T10:00:00+01:00"),
            NODES.textNode("2399-11-22T10:00:00Z"),
            NODES.textNode("yesterday"),
            NODES.numberNode(5),
            NODES.numberNode(0),
            NODES.numberNode(-1),
            NODES.numberNode(5.5),
            NODES.numberNode(1 << 30),
            NODES.numberNode(Long.MAX_VALUE),
            NODES.numberNode(BigInteger.ONE.shiftLeft(63)),
            NODES.numberNode(BigInteger.ONE.shiftLeft(200)),
            NODES.booleanNode(true),
            NODES.arrayNode(),
            NODES.arrayNode().add("sda"),
            NODES.arrayNode().add(""),
            NODES.arrayNode().add(7),
            NODES.arrayNode().addNull(),
            NODES.objectNode(),
            NODES.objectNode().put("name", 7),
            NODES.objectNode().put("name", "text"),
            NODES.objectNode().put("", "text"));

    private final TelemetryCodec codec = new TelemetryCodec();

    @Property
    void reportsThatTheCodecWritesAreValid(@ForAll("generatedReports") Report report) throws IOException {
        valid(MessageSchema.REPORT, codec.encode(report, WireFormat.JSON));
    }

    @Property
    void inventoriesThatTheCodecWritesAreValid(@ForAll("generatedInventories") Inventory inventory) throws IOException {
        valid(MessageSchema.INVENTORY, codec.encode(inventory, WireFormat.JSON));
    }

    @Property
    void sketchesThatTheCodecWritesAreValid(@ForAll("generatedSketches") ContentSketch sketch) throws IOException {
        valid(MessageSchema.CONTENT_SKETCH, codec.encode(sketch, WireFormat.JSON));
    }

    @Property
    void deadLettersThatTheCodecWritesAreValid(@ForAll("generatedDeadLetters") DeadLetter letter) throws IOException {
        valid(MessageSchema.DEAD_LETTER, codec.encode(letter));
    }

    @Property
    void alertsThatTheCodecWritesAreValid(@ForAll("generatedAlerts") Alert alert) throws IOException {
        valid(MessageSchema.ALERT, codec.encode(alert));
    }

    @Property
    void forecastsThatTheCodecWritesAreValid(@ForAll("generatedForecasts") Forecast forecast) throws IOException {
        valid(MessageSchema.FORECAST, codec.encode(forecast));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotValidTheCodecRefusesAndOnlyThat(MessageSchema message) throws IOException {
        ObjectNode right = example(message);
        assertThat(SCHEMAS.get(message).validate(right)).isEmpty();
        assertThat(refusal(message, right)).isNull();

        List<String> differences = new ArrayList<>();
        int[] refused = {0};
        mutations(right, "", mutation -> {
            ObjectNode mutated = right.deepCopy();
            mutation.apply(mutated);
            boolean valid = SCHEMAS.get(message).validate(mutated).isEmpty();
            String refusal = refusal(message, mutated);
            if (refusal != null) {
                refused[0]++;
            }
            if (valid != (refusal == null) && !(valid && beyondJsonSchema(refusal))) {
                differences.add(mutation.name + ": schema " + (valid ? "accepts" : "refuses") + ", codec "
                        + (refusal == null ? "accepts" : "says " + refusal));
            }
        });

        assertThat(differences).isEmpty();
        assertThat(refused[0]).isGreaterThan(100);
    }

    /** Rules between fields, which JSON Schema cannot express. */
    private static boolean beyondJsonSchema(String refusal) {
        return refusal.contains("must sum to provisionedBytes")
                || refusal.startsWith("part: must be from 0 to")
                || refusal.contains("must be there if it is resolved, and only then")
                || refusal.contains("must be from low to high")
                || refusal.contains("must not be less than the quantile before it");
    }

    private String refusal(MessageSchema message, JsonNode node) {
        try {
            byte[] bytes = JSON.writeValueAsBytes(node);
            switch (message) {
                case REPORT -> {
                    Decoded decoded = codec.decodeReport(bytes);
                    return decoded.rejected() == 0
                            ? null
                            : decoded.rejections().get(0).reason();
                }
                case INVENTORY -> codec.decodeInventory(bytes);
                case CONTENT_SKETCH -> codec.decodeSketch(bytes);
                case DEAD_LETTER -> codec.decodeDeadLetter(bytes);
                case ALERT -> codec.decodeAlert(bytes);
                case FORECAST -> codec.decodeForecast(bytes);
            }
            return null;
        } catch (MalformedMessageException refused) {
            return refused.getMessage();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ObjectNode example(MessageSchema message) throws IOException {
        byte[] bytes =
                switch (message) {
                    case REPORT -> codec.encode(Messages.report(), WireFormat.JSON);
                    case INVENTORY -> codec.encode(Messages.inventory(), WireFormat.JSON);
                    case CONTENT_SKETCH -> codec.encode(Messages.sketch(), WireFormat.JSON);
                    case DEAD_LETTER -> codec.encode(Messages.deadLetter());
                    case ALERT -> codec.encode(Messages.alert());
                    case FORECAST -> codec.encode(Messages.forecast());
                };
        return (ObjectNode) JSON.readTree(bytes);
    }

    private static void valid(MessageSchema message, byte[] bytes) throws IOException {
        assertThat(SCHEMAS.get(message).validate(JSON.readTree(bytes))).isEmpty();
    }

    /** Takes away and replaces each field and list element of {@code node}, one at a time. */
    private static void mutations(JsonNode node, String pointer, Consumer<Mutation> each) {
        List<String> steps = new ArrayList<>();
        node.fieldNames().forEachRemaining(steps::add);
        for (int i = 0; i < node.size() && node.isArray(); i++) {
            steps.add(Integer.toString(i));
        }
        for (String step : steps) {
            if (node.isObject()) {
                each.accept(new Mutation(pointer, step, null));
            }
            for (JsonNode value : WRONG_VALUES) {
                each.accept(new Mutation(pointer, step, value));
            }
            mutations(node.isObject() ? node.get(step) : node.get(Integer.parseInt(step)), pointer + "/" + step, each);
        }
    }

    private static final class Mutation {
        final String name;
        private final String pointer;
        private final String step;
        private final JsonNode value;

        Mutation(String pointer, String step, JsonNode value) {
            this.pointer = pointer;
            this.step = step;
            this.value = value;
            name = pointer + "/" + step + (value == null ? " taken away" : " = " + Refusal.shortened(value.toString()));
        }

        void apply(ObjectNode root) {
            JsonNode parent = root.at(pointer);
            if (parent instanceof ArrayNode list) {
                list.set(Integer.parseInt(step), value);
            } else if (value == null) {
                ((ObjectNode) parent).remove(step);
            } else {
                ((ObjectNode) parent).set(step, value);
            }
        }
    }

    @Provide
    Arbitrary<Forecast> generatedForecasts() {
        return Generated.forecasts();
    }

    @Provide
    Arbitrary<Alert> generatedAlerts() {
        return Generated.alerts();
    }

    @Provide
    Arbitrary<Report> generatedReports() {
        return Generated.reports();
    }

    @Provide
    Arbitrary<Inventory> generatedInventories() {
        return Generated.inventories();
    }

    @Provide
    Arbitrary<ContentSketch> generatedSketches() {
        return Generated.sketches();
    }

    @Provide
    Arbitrary<DeadLetter> generatedDeadLetters() {
        return Generated.deadLetters();
    }
}
