package io.ullage.schema.codec;

import io.ullage.schema.alert.Alert;
import io.ullage.schema.alert.AlertEnd;
import io.ullage.schema.alert.AlertSeverity;
import io.ullage.schema.alert.AlertState;
import io.ullage.schema.alert.AlertValue;
import io.ullage.schema.forecast.Forecast;
import io.ullage.schema.forecast.ForecastSubject;
import io.ullage.schema.forecast.Verdict;
import io.ullage.schema.ledger.LedgerBytes;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.Attachment;
import io.ullage.schema.telemetry.ContentSketch;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.GuestDiskReading;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.PoolKind;
import io.ullage.schema.telemetry.PoolReading;
import io.ullage.schema.telemetry.Provisioning;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import io.ullage.schema.telemetry.SnapshotKind;
import io.ullage.schema.telemetry.SnapshotReading;
import io.ullage.schema.telemetry.VolumeReading;
import io.ullage.schema.telemetry.VolumeUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;

/**
 * Messages at random, from the whole of what the records allow: absent fields, the largest figures, names in every script. One seed
 * makes one message.
 */
final class Generated {
    private static final String[] ALPHABET = {
        "a", "Z", "0", " ", "/", "\\", "\"", "\n", "\u0000", "\u001f", "é", "磁", "\uFEFF", "😀", "'", "\u2028", "{",
        "\ud7ff"
    };
    private static final long LATEST_MILLIS = MessageTime.LATEST.toEpochMilli();

    private final Random random;

    private Generated(long seed) {
        random = new Random(seed);
    }

    static Arbitrary<Report> reports() {
        return seeds().map(seed -> new Generated(seed).report());
    }

    static Arbitrary<Inventory> inventories() {
        return seeds().map(seed -> new Generated(seed).inventory());
    }

    static Arbitrary<ContentSketch> sketches() {
        return seeds().map(seed -> new Generated(seed).sketch());
    }

    static Arbitrary<Forecast> forecasts() {
        return seeds().map(seed -> new Generated(seed).forecast());
    }

    static Arbitrary<Alert> alerts() {
        return seeds().map(seed -> new Generated(seed).alert());
    }

    static Arbitrary<DeadLetter> deadLetters() {
        return seeds().map(seed -> new Generated(seed).deadLetter());
    }

    private static Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }

    private Report report() {
        int parts = 1 + random.nextInt(random.nextBoolean() ? 1 : 100_000);
        return new Report(1, agent(), bytes(), random.nextInt(parts), parts, time(), list(12, this::reading));
    }

    private AgentIdentity agent() {
        return new AgentIdentity(text(), pick(AgentRole.values()), text(), text(), optional(this::text), text());
    }

    private Reading reading() {
        return switch (random.nextInt(5)) {
            case 0 -> fileSystem();
            case 1 -> guestDisk();
            case 2 -> volume();
            case 3 -> snapshot();
            default -> pool();
        };
    }

    private FileSystemReading fileSystem() {
        return new FileSystemReading(
                text(),
                text(),
                text(),
                optional(this::text),
                optional(this::text),
                optional(this::bytes),
                bytes(),
                bytes(),
                bytes(),
                optional(this::bytes),
                random.nextBoolean(),
                random.nextBoolean(),
                list(3, this::text));
    }

    private GuestDiskReading guestDisk() {
        return new GuestDiskReading(
                text(),
                text(),
                bytes(),
                optional(this::text),
                optional(this::text),
                optional(this::text),
                optional(this::text),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(random::nextBoolean));
    }

    private VolumeReading volume() {
        LedgerBytes ledger = optional(this::ledger);
        Long peak = optional(this::bytes);
        return new VolumeReading(
                text(),
                text(),
                text(),
                text(),
                pick(Provisioning.values()),
                pick(VolumeUse.values()),
                text(),
                optional(this::text),
                optional(this::attachment),
                optional(this::text),
                ledger == null ? bytes() : ledger.totalBytes(),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                random.nextBoolean(),
                ledger,
                list(3, this::text),
                optional(this::bytes),
                peak == null ? null : peak / 2 - 1,
                peak,
                optional(this::text));
    }

    private Attachment attachment() {
        return new Attachment(text(), optional(this::text), optional(this::text), optional(this::text));
    }

    private LedgerBytes ledger() {
        return new LedgerBytes(part(), part(), part(), part(), part(), part(), part(), part());
    }

    private SnapshotReading snapshot() {
        return new SnapshotReading(
                text(),
                text(),
                text(),
                text(),
                random.nextInt(5) == 0 ? "" : text(),
                pick(SnapshotKind.values()),
                optional(this::time),
                bytes(),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::text),
                optional(this::bytes));
    }

    private PoolReading pool() {
        return new PoolReading(
                text(),
                text(),
                text(),
                pick(PoolKind.values()),
                optional(this::text),
                bytes(),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(() -> (1 + random.nextInt(1000)) / 100.0));
    }

    private Inventory inventory() {
        Map<String, String> tags = new HashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            String name = text();
            tags.put(
                    name.substring(0, name.offsetByCodePoints(0, Math.min(100, name.codePointCount(0, name.length())))),
                    random.nextBoolean() ? "" : text());
        }
        return new Inventory(
                1,
                text(),
                text(),
                text(),
                optional(this::text),
                optional(this::text),
                optional(this::text),
                optional(random::nextBoolean),
                time(),
                tags);
    }

    private ContentSketch sketch() {
        int parts = 1 + random.nextInt(1_000_000);
        return new ContentSketch(
                1,
                text(),
                text(),
                time(),
                random.nextInt(parts),
                parts,
                512 + random.nextInt((1 << 24) - 511),
                random.nextInt(33),
                bytes(),
                bytes(),
                list(20, this::fingerprint));
    }

    private ContentSketch.Fingerprint fingerprint() {
        return new ContentSketch.Fingerprint(
                random.nextLong(),
                1 + random.nextInt(Integer.MAX_VALUE),
                optional(() -> random.nextInt(Integer.MAX_VALUE)));
    }

    private Alert alert() {
        boolean resolved = random.nextBoolean();
        Map<String, String> labels = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            labels.put("label_" + random.nextInt(10), text());
        }
        return new Alert(
                1,
                "%016x".formatted(random.nextLong()),
                text(),
                pick(AlertSeverity.values()),
                resolved ? AlertState.RESOLVED : AlertState.FIRING,
                time(),
                resolved ? time() : null,
                resolved ? pick(AlertEnd.values()) : null,
                time(),
                1 + (bytes() >>> 1),
                text(),
                list(Alert.MAX_ENTITIES, this::text),
                bytes(),
                labels,
                Map.of("summary", text()),
                optional(this::value),
                optional(this::text));
    }

    private Forecast forecast() {
        Long[] full = quantiles();
        Long[] month = quantiles();
        Long[] quarter = quantiles();
        return new Forecast(
                1,
                pick(ForecastSubject.values()),
                text(),
                text(),
                time(),
                time(),
                pick(Verdict.values()),
                optional(this::text),
                bytes(),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(this::bytes),
                optional(random::nextGaussian),
                optional(random::nextGaussian),
                optional(random::nextGaussian),
                full[0],
                full[1],
                full[2],
                optional(this::bytes),
                bytes(),
                month[0],
                month[1],
                month[2],
                quarter[0],
                quarter[1],
                quarter[2]);
    }

    /** Three that ascend, of which the last ones may be absent. */
    private Long[] quantiles() {
        Long[] quantiles = new Long[3];
        long next = bytes() >>> 2;
        for (int i = 0; i < random.nextInt(4); i++) {
            quantiles[i] = next;
            next += random.nextInt(1000);
        }
        return quantiles;
    }

    private AlertValue value() {
        double best = (random.nextDouble() - 0.5) * bytes();
        return new AlertValue(text(), "By", best - random.nextDouble(), best, best + random.nextInt(9));
    }

    private DeadLetter deadLetter() {
        byte[] payload = new byte[random.nextInt(2 * DeadLetter.MAX_PAYLOAD_BYTES)];
        random.nextBytes(payload);
        Refusal refusal = new Refusal(optional(this::text), text(), text());
        return DeadLetter.of(
                text(),
                random.nextInt(Integer.MAX_VALUE),
                bytes(),
                time(),
                payload,
                new MalformedMessageException(refusal));
    }

    /** Never blank; now and then as long as may be. */
    private String text() {
        int length = random.nextInt(20) == 0 ? 1000 : random.nextInt(8);
        StringBuilder text = new StringBuilder("x");
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
        }
        return text.toString();
    }

    /** Of every magnitude, zero and the largest with them. */
    private long bytes() {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> Long.MAX_VALUE;
            default -> random.nextLong() >>> (1 + random.nextInt(63));
        };
    }

    /** Eight of them still fit into a long. */
    private long part() {
        return bytes() >>> 3;
    }

    private Instant time() {
        return Instant.ofEpochMilli(
                switch (random.nextInt(10)) {
                    case 0 -> 0;
                    case 1 -> LATEST_MILLIS;
                    default -> Math.floorMod(random.nextLong(), LATEST_MILLIS);
                });
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> @Nullable T optional(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    private <T> List<T> list(int most, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }
}
