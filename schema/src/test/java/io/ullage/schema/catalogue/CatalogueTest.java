package io.ullage.schema.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.ledger.LedgerClass;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    private static final Map<Class<?>, Subject> SUBJECTS = Map.of(
            VolumeReading.class, Subject.VOLUME,
            LedgerBytes.class, Subject.VOLUME,
            PoolReading.class, Subject.POOL,
            SnapshotReading.class, Subject.SNAPSHOT,
            GuestDiskReading.class, Subject.GUEST_DISK,
            FileSystemReading.class, Subject.FILE_SYSTEM,
            ContentSketch.class, Subject.CONTENT_SKETCH,
            ContentSketch.Fingerprint.class, Subject.FINGERPRINT);

    static Stream<Arguments> measuredComponents() {
        return SUBJECTS.entrySet().stream()
                .flatMap(entry -> Arrays.stream(entry.getKey().getRecordComponents())
                        .filter(component -> isMeasure(component.getName()))
                        .map(component -> Arguments.of(
                                entry.getKey().getSimpleName(), component.getName(), component, entry.getValue())));
    }

    @ParameterizedTest(name = "{0}.{1}")
    @MethodSource("measuredComponents")
    void holdsEveryMeasureOfTheMessages(String reading, String name, RecordComponent component, Subject subject) {
        assertThat(Catalogue.find(subject, name)).get().satisfies(measure -> {
            assertThat(measure.unit()).isEqualTo(name.endsWith("Bytes") ? Unit.BYTES : Unit.RATIO);
            assertThat(measure.optional()).isEqualTo(mayBeAbsent(reading, component));
        });
    }

    /**
     * A reserved reading is optional and the class made of it is not; a pool's row may lack the pool's own reading, so that all its
     * figures are optional.
     */
    private static boolean mayBeAbsent(String reading, RecordComponent component) {
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return switch (reading + "." + component.getName()) {
            case "VolumeReading.reservedBytes" -> false;
            case "PoolReading.capacityBytes" -> true;
            default -> nullable;
        };
    }

    @Test
    void noOtherMessageRecordHasMeasures() {
        List<Class<?>> others = List.of(Report.class, AgentIdentity.class, Attachment.class, Inventory.class);

        assertThat(others)
                .flatExtracting(type -> Arrays.asList(type.getRecordComponents()))
                .noneMatch(component -> isMeasure(component.getName()));
        assertThat(SUBJECTS.keySet()).containsAll(List.of(Reading.class.getPermittedSubclasses()));
    }

    @Test
    void holdsTheLedger() {
        for (LedgerClass ledgerClass : LedgerClass.values()) {
            String name = ledgerClass.name().toLowerCase(Locale.ROOT) + "Bytes";
            assertThat(Catalogue.find(Subject.VOLUME, name)).get().satisfies(measure -> assertThat(measure.meaning())
                    .isEqualTo(ledgerClass.meaning()));
        }
        assertThat(Ledger.class.getRecordComponents())
                .filteredOn(component -> component.getType() == Estimate.class)
                .hasSameSizeAs(LedgerClass.values());
    }

    @ParameterizedTest
    @EnumSource
    void namesFollowTheRules(Subject subject) {
        assertThat(Catalogue.of(subject)).isNotEmpty().allSatisfy(measure -> {
            assertThat(measure.name()).matches("[a-z][A-Za-z]*(P[1-9]0[A-Z][A-Za-z]*)?");
            assertThat(measure.meaning()).doesNotEndWith(".").doesNotContain("|");
            assertThat(measure.name().endsWith("Bytes")).isEqualTo(measure.unit() == Unit.BYTES);
            assertThat(measure.name().endsWith("Ratio")).isEqualTo(measure.unit() == Unit.RATIO);
            assertThat(measure.name().endsWith("Seconds")).isEqualTo(measure.unit() == Unit.SECONDS);
        });
    }

    @Test
    void namesColumnsAndHeadings() {
        Measure unit = Catalogue.find(Subject.VOLUME, "allocationUnitBytes").orElseThrow();

        assertThat(unit.column()).isEqualTo("allocation_unit_bytes");
        assertThat(unit.title()).isEqualTo("allocation unit");
        assertThat(unit.comment()).isEqualTo("smallest piece that the backing can give back [By]");
        assertThat(Catalogue.column(Subject.VOLUME, "allocation_unit_bytes")).contains(unit);
        assertThat(Catalogue.column(Subject.VOLUME, "allocation_unit")).isEmpty();
        assertThat(Catalogue.find(Subject.POOL, "overcommitRatio").orElseThrow().title())
                .isEqualTo("overcommit ratio");
        assertThat(Subject.ofTable("guest_disk")).contains(Subject.GUEST_DISK);
        assertThat(Subject.ofTable("nothing")).isEmpty();
    }

    private static boolean isMeasure(String name) {
        return name.endsWith("Bytes") || name.endsWith("Ratio");
    }
}
