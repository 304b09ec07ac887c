package io.ullage.schema.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertValue;
import io.ullage.schema.catalogue.Catalogue;
import io.ullage.schema.catalogue.Measure;
import io.ullage.schema.catalogue.Subject;
import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.jsonschema.MessageSchema;
import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON Schemas name the fields of the records, their enums, which may be absent, and what the catalogue says of them. */
class JsonSchemaFieldsTest {
    /** Lists and maps of which an absent one is an empty one. */
    private static final Set<String> EMPTY_IF_ABSENT = Set.of("disks", "anomalies", "tags");

    static Stream<Arguments> records() throws IOException {
        JsonNode report = schema(MessageSchema.REPORT);
        JsonNode sketch = schema(MessageSchema.CONTENT_SKETCH);
        JsonNode defs = report.path("$defs");
        return Stream.of(
                Arguments.of(Report.class, report, null),
                Arguments.of(AgentIdentity.class, defs.path("agent"), null),
                Arguments.of(FileSystemReading.class, defs.path("fileSystem"), Subject.FILE_SYSTEM),
                Arguments.of(GuestDiskReading.class, defs.path("guestDisk"), Subject.GUEST_DISK),
                Arguments.of(VolumeReading.class, defs.path("volume"), Subject.VOLUME),
                Arguments.of(Attachment.class, defs.path("attachment"), null),
                Arguments.of(LedgerBytes.class, defs.path("ledger"), Subject.VOLUME),
                Arguments.of(SnapshotReading.class, defs.path("snapshot"), Subject.SNAPSHOT),
                Arguments.of(PoolReading.class, defs.path("pool"), Subject.POOL),
                Arguments.of(Inventory.class, schema(MessageSchema.INVENTORY), null),
                Arguments.of(ContentSketch.class, sketch, Subject.CONTENT_SKETCH),
                Arguments.of(
                        ContentSketch.Fingerprint.class, sketch.path("$defs").path("fingerprint"), Subject.FINGERPRINT),
                Arguments.of(DeadLetter.class, schema(MessageSchema.DEAD_LETTER), null),
                Arguments.of(Alert.class, schema(MessageSchema.ALERT), null),
                Arguments.of(Forecast.class, schema(MessageSchema.FORECAST), Subject.FORECAST),
                Arguments.of(
                        AlertValue.class,
                        schema(MessageSchema.ALERT).path("$defs").path("value"),
                        null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void fieldsAreThoseOfTheRecord(Class<?> type, JsonNode schema, @Nullable Subject subject) {
        RecordComponent[] components = type.getRecordComponents();

        assertThat(names(schema.path("properties")))
                .containsExactlyElementsOf(
                        Arrays.stream(components).map(RecordComponent::getName).toList());
        assertThat(texts(schema.path("required")))
                .containsExactlyElementsOf(Arrays.stream(components)
                        .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                                && !EMPTY_IF_ABSENT.contains(component.getName()))
                        .map(RecordComponent::getName)
                        .toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void everyFieldIsDescribedAndEveryEnumIsWhole(Class<?> type, JsonNode schema, @Nullable Subject subject) {
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode property = schema.path("properties").path(component.getName());
            boolean elsewhere = property.has("$ref") || property.has("anyOf");
            assertThat(elsewhere || !property.path("description").asText().isBlank())
                    .as(component.getName())
                    .isTrue();
            if (component.getType().isEnum()) {
                assertThat(texts(property.path("enum")))
                        .containsExactlyElementsOf(
                                Arrays.stream(component.getType().getEnumConstants())
                                        .map(Object::toString)
                                        .toList());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void measuresAreDescribedAsInTheCatalogue(Class<?> type, JsonNode schema, @Nullable Subject subject) {
        Collection<Measure> measures = subject == null ? List.of() : Catalogue.of(subject);
        for (Measure measure : measures) {
            JsonNode property = schema.path("properties").path(measure.name());
            // What a reading calls reserved is not the class yet: the guest may hold some of it.
            boolean becomesClass = type == VolumeReading.class && measure.name().equals("reservedBytes");
            if (!property.isMissingNode() && !becomesClass) {
                assertThat(property.path("description").asText()).isEqualTo(measure.meaning());
            }
        }
    }

    @Test
    void kindsAreThoseOfTheReadings() throws IOException {
        JsonNode defs = schema(MessageSchema.REPORT).path("$defs");

        assertThat(texts(defs.path("reading").path("properties").path("kind").path("enum")))
                .containsExactlyElementsOf(ReadingKind.names());
        assertThat(defs.path("reading").path("allOf"))
                .extracting(branch -> branch.path("then").path("$ref").asText())
                .containsExactlyElementsOf(ReadingKind.names().stream()
                        .map(kind -> "#/$defs/" + kind)
                        .toList());
    }

    @Test
    void latestTimeIsThatOfTheCodec() throws IOException {
        JsonNode millis = schema(MessageSchema.REPORT)
                .path("properties")
                .path("time")
                .path("anyOf")
                .path(1);

        assertThat(millis.path("maximum").asLong()).isEqualTo(MessageTime.LATEST.toEpochMilli());
        assertThat(millis.path("minimum").asLong()).isEqualTo(MessageTime.EARLIEST.toEpochMilli());
    }

    @Test
    void versionsAreThoseOfTheRecords() throws IOException {
        Map<MessageSchema, Integer> versions = Map.of(
                MessageSchema.REPORT, Report.VERSION,
                MessageSchema.INVENTORY, Inventory.VERSION,
                MessageSchema.CONTENT_SKETCH, ContentSketch.VERSION,
                MessageSchema.DEAD_LETTER, DeadLetter.VERSION,
                MessageSchema.ALERT, Alert.VERSION,
                MessageSchema.FORECAST, Forecast.VERSION);
        for (MessageSchema message : MessageSchema.values()) {
            JsonNode version = schema(message).path("properties").path("version");
            assertThat(version.path("const").asInt()).isEqualTo(versions.get(message));
        }
    }

    private static JsonNode schema(MessageSchema message) throws IOException {
        return new ObjectMapper().readTree(message.text());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(element -> {
            // An enum that may be absent lists null, too.
            if (!element.isNull()) {
                texts.add(element.asText());
            }
        });
        return texts;
    }
}
