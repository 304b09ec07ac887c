package io.ullage.job.row;

import static io.ullage.job.row.ColumnType.BOOL;
import static io.ullage.job.row.ColumnType.DATE_TIME;
import static io.ullage.job.row.ColumnType.DATE_TIME_MILLIS;
import static io.ullage.job.row.ColumnType.INT64;
import static io.ullage.job.row.ColumnType.NULLABLE_FLOAT64;
import static io.ullage.job.row.ColumnType.NULLABLE_UINT32;
import static io.ullage.job.row.ColumnType.NULLABLE_UINT64;
import static io.ullage.job.row.ColumnType.STRING;
import static io.ullage.job.row.ColumnType.UINT32;
import static io.ullage.job.row.ColumnType.UINT64;
import static io.ullage.job.row.ColumnType.UINT8;

import io.ullage.job.dedup.Footprint;
import io.ullage.schema.ledger.Estimate;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables that the dedup job writes. */
public final class DedupTables {
    public static final Table<SketchRow> SKETCH = new Table<>("sketch", SketchRow.class)
            .with("epoch", DATE_TIME_MILLIS, SketchRow::epoch)
            .with("revision", UINT64, SketchRow::revision)
            .with("domain_id", STRING, SketchRow::domainId)
            .with("chunk_bytes", UINT32, SketchRow::chunkBytes)
            .with("k", UINT8, SketchRow::k)
            .with("volume_id", STRING, SketchRow::volumeId)
            .with("base", DATE_TIME_MILLIS, SketchRow::base)
            .with("scanned_bytes", UINT64, SketchRow::scannedBytes)
            .with("zero_bytes", UINT64, SketchRow::zeroBytes)
            .with("fingerprints", UINT64, SketchRow::fingerprints)
            .with("gone", BOOL, SketchRow::gone);

    public static final Table<FingerprintRow> FINGERPRINT = new Table<>("fingerprint", FingerprintRow.class)
            .with("domain_id", STRING, FingerprintRow::domainId)
            .with("hash", INT64, FingerprintRow::hash)
            .with("volume_id", STRING, FingerprintRow::volumeId)
            .with("epoch", DATE_TIME_MILLIS, FingerprintRow::epoch)
            .with("references", UINT32, FingerprintRow::references)
            .with("stored_bytes", NULLABLE_UINT32, FingerprintRow::storedBytes);

    public static final Table<DedupDomainRow> DEDUP_DOMAIN = domain();

    public static final Table<DedupVolumeRow> DEDUP_VOLUME = volume();

    public static final List<Table<? extends Row>> ALL = List.of(SKETCH, FINGERPRINT, DEDUP_DOMAIN, DEDUP_VOLUME);

    private DedupTables() {}

    private static Table<DedupDomainRow> domain() {
        Table<DedupDomainRow> table = new Table<>("dedup_domain", DedupDomainRow.class)
                .with("interval_start", DATE_TIME, DedupDomainRow::intervalStart)
                .with("revision", UINT64, DedupDomainRow::revision)
                .with("time", DATE_TIME_MILLIS, DedupDomainRow::time)
                .with("domain_id", STRING, DedupDomainRow::domainId)
                .with("chunk_bytes", UINT32, DedupDomainRow::chunkBytes)
                .with("k", UINT8, DedupDomainRow::k)
                .with("method", STRING, row -> row.stored().logical().method())
                .with("volumes", UINT64, DedupDomainRow::volumes)
                .with("scanned_bytes", UINT64, row -> row.totals().scannedBytes())
                .with("zero_bytes", UINT64, row -> row.totals().zeroBytes());
        footprint(table, "stored", DedupDomainRow::stored);
        return table.with(
                        "dedup_ratio",
                        NULLABLE_FLOAT64,
                        row -> row.ratio() == null ? null : row.ratio().best())
                .with(
                        "dedup_low_ratio",
                        NULLABLE_FLOAT64,
                        row -> row.ratio() == null ? null : row.ratio().low())
                .with(
                        "dedup_high_ratio",
                        NULLABLE_FLOAT64,
                        row -> row.ratio() == null ? null : row.ratio().high());
    }

    private static Table<DedupVolumeRow> volume() {
        Table<DedupVolumeRow> table = new Table<>("dedup_volume", DedupVolumeRow.class)
                .with("interval_start", DATE_TIME, DedupVolumeRow::intervalStart)
                .with("revision", UINT64, DedupVolumeRow::revision)
                .with("time", DATE_TIME_MILLIS, DedupVolumeRow::time)
                .with("domain_id", STRING, DedupVolumeRow::domainId)
                .with("chunk_bytes", UINT32, DedupVolumeRow::chunkBytes)
                .with("k", UINT8, DedupVolumeRow::k)
                .with("volume_id", STRING, DedupVolumeRow::volumeId)
                .with("epoch", DATE_TIME_MILLIS, DedupVolumeRow::epoch)
                .with("method", STRING, row -> row.unique().logical().method())
                .with("scanned_bytes", UINT64, row -> row.totals().scannedBytes())
                .with("zero_bytes", UINT64, row -> row.totals().zeroBytes());
        footprint(table, "unique", DedupVolumeRow::unique);
        footprint(table, "attributed", DedupVolumeRow::attributed);
        footprint(table, "shared", DedupVolumeRow::shared);
        return table;
    }

    /** Bounds are stored as distances, as everywhere; those of compressed bytes are absent with them. */
    private static <R extends Row> void footprint(Table<R> table, String name, Of<R> footprint) {
        table.with(name + "_bytes", UINT64, row -> footprint.of(row).logical().bestBytes())
                .with(
                        name + "_below_bytes",
                        UINT64,
                        row -> below(footprint.of(row).logical()))
                .with(
                        name + "_above_bytes",
                        UINT64,
                        row -> above(footprint.of(row).logical()))
                .with(
                        name + "_compressed_bytes",
                        NULLABLE_UINT64,
                        row -> compressed(footprint.of(row), Estimate::bestBytes))
                .with(
                        name + "_compressed_below_bytes",
                        NULLABLE_UINT64,
                        row -> compressed(footprint.of(row), DedupTables::below))
                .with(
                        name + "_compressed_above_bytes",
                        NULLABLE_UINT64,
                        row -> compressed(footprint.of(row), DedupTables::above));
    }

    private static @Nullable Long compressed(Footprint footprint, Bytes bytes) {
        Estimate compressed = footprint.compressed();
        return compressed == null ? null : Long.valueOf(bytes.of(compressed));
    }

    private static long below(Estimate estimate) {
        return estimate.bestBytes() - estimate.lowBytes();
    }

    private static long above(Estimate estimate) {
        return estimate.highBytes() - estimate.bestBytes();
    }

    /** One of a row's footprints. */
    private interface Of<R> extends Serializable {
        Footprint of(R row);
    }

    /** One of an estimate's figures. */
    private interface Bytes extends Serializable {
        long of(Estimate estimate);
    }
}
