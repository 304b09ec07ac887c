package io.ullage.schema.catalogue;

import static io.ullage.schema.catalogue.Origin.COUNTED;
import static io.ullage.schema.catalogue.Origin.DERIVED;
import static io.ullage.schema.catalogue.Origin.ESTIMATED;
import static io.ullage.schema.catalogue.Origin.JOINED;
import static io.ullage.schema.catalogue.Origin.MEASURED;
import static io.ullage.schema.catalogue.Origin.SAMPLED;
import static io.ullage.schema.catalogue.Origin.SUMMED;
import static io.ullage.schema.catalogue.Unit.BYTES;
import static io.ullage.schema.catalogue.Unit.BYTES_PER_SECOND;
import static io.ullage.schema.catalogue.Unit.COUNT;
import static io.ullage.schema.catalogue.Unit.RATIO;
import static io.ullage.schema.catalogue.Unit.SECONDS;

import io.ullage.schema.ledger.LedgerClass;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The measures, by subject and in the order in which people read them. */
public final class Catalogue {
    private static final String WITHOUT_DEDUP =
            "scannedBytes less zeroBytes: what there would be to store without dedup";

    private static final Catalogue CATALOGUE = new Catalogue();

    private final Map<Subject, Map<String, Measure>> measures = new EnumMap<>(Subject.class);

    private Catalogue() {
        for (Subject subject : Subject.values()) {
            measures.put(subject, new LinkedHashMap<>());
        }
        volume();
        pool();
        snapshot();
        growth();
        forecast();
        guestDisk();
        fileSystem();
        others();
        dedup();
    }

    /** All measures of a subject. */
    public static List<Measure> of(Subject subject) {
        return List.copyOf(CATALOGUE.measures.get(subject).values());
    }

    /** The measure of that name, such as {@code deadBytes}. */
    public static Optional<Measure> find(Subject subject, String name) {
        return Optional.ofNullable(CATALOGUE.measures.get(subject).get(name));
    }

    /** The measure that a column of a subject's table, view or roll-up holds, such as {@code dead_bytes}. */
    public static Optional<Measure> column(Subject subject, String column) {
        return of(subject).stream()
                .filter(measure -> measure.column().equals(column))
                .findFirst();
    }

    private void volume() {
        Entries volume = new Entries(Subject.VOLUME);
        volume.always("provisionedBytes", BYTES, MEASURED, "size that the guest sees");
        volume.optional(
                "allocatedBytes",
                BYTES,
                MEASURED,
                "what it occupies in its pool, format metadata and own snapshots with it");
        volume.optional("writtenBytes", BYTES, MEASURED, "mapped bytes that hold data, seen from the guest");
        volume.optional("zeroBytes", BYTES, MEASURED, "bytes that the format records as zeros and yet allocates");
        volume.optional("backedBytes", BYTES, MEASURED, "bytes that only the parent chain supplies");
        volume.optional("snapshotBytes", BYTES, MEASURED, "held by its internal snapshots alone");
        volume.optional("metadataBytes", BYTES, MEASURED, "of the format: headers, tables, reference counts, bitmaps");
        volume.optional("allocationUnitBytes", BYTES, MEASURED, "smallest piece that the backing can give back");
        volume.optional(
                "reusableBytes",
                BYTES,
                MEASURED,
                "allocated in its pool and used by nothing: the format writes there before it grows");
        volume.optional(
                "parentGrowthBytes",
                BYTES,
                MEASURED,
                "by which its parent grows, all in all, if it is committed into it; negative where zeros free more than data adds");
        volume.optional(
                "parentPeakBytes",
                BYTES,
                MEASURED,
                "by which its parent grows at most while it is committed, the overlay still being there");
        volume.optional("guestLiveBytes", BYTES, JOINED, "held by the guest, wherever it is backed");
        volume.optional(
                "guestAgeSeconds",
                SECONDS,
                JOINED,
                "from the guest's reading to the host's; negative where the guest was read later");
        classes(volume, JOINED, "");
        volume.optional("utilisationRatio", RATIO, DERIVED, "guestLiveBytes ÷ provisionedBytes");
    }

    private void pool() {
        Entries pool = new Entries(Subject.POOL);
        pool.optional("capacityBytes", BYTES, MEASURED, "what the pool can hold");
        pool.optional("usedBytes", BYTES, MEASURED, "taken by everybody, also by what Ullage does not know");
        pool.optional("freeBytes", BYTES, MEASURED, "what is left for new data");
        pool.optional(
                "metadataCapacityBytes",
                BYTES,
                MEASURED,
                "room for metadata, where that is a room of its own (thin pool)");
        pool.optional("metadataUsedBytes", BYTES, MEASURED, "of it taken");
        pool.optional("reportedDedupRatio", RATIO, MEASURED, "logical ÷ stored bytes, as the pool itself says");
        pool.always("volumes", COUNT, SUMMED, "volumes that a machine sees");
        pool.always("provisionedBytes", BYTES, SUMMED, "what these volumes were promised");
        pool.optional("allocatedBytes", BYTES, SUMMED, "what these volumes occupy, as far as they say");
        pool.always("volumesWithoutAllocated", COUNT, SUMMED, "volumes that do not say what they occupy");
        pool.optional("writtenBytes", BYTES, SUMMED, "mapped bytes that hold data, as far as known");
        pool.always("volumesWithoutWritten", COUNT, SUMMED, "volumes whose written bytes nobody knows");
        pool.optional("guestLiveBytes", BYTES, SUMMED, "held by the guests, as far as somebody looks into them");
        pool.always("volumesWithoutGuestLive", COUNT, SUMMED, "volumes that nobody looks into");
        pool.always("snapshotBytes", BYTES, SUMMED, "held by internal snapshots alone");
        pool.always("metadataBytes", BYTES, SUMMED, "of the volumes' formats");
        classes(pool, SUMMED, ", over its volumes");
        pool.always("backingVolumes", COUNT, SUMMED, "layers beneath other volumes, which no machine sees by itself");
        pool.optional("backingAllocatedBytes", BYTES, SUMMED, "what these layers occupy, as far as they say");
        pool.always("backingVolumesWithoutAllocated", COUNT, SUMMED, "layers that do not say what they occupy");
        pool.optional("usedRatio", RATIO, DERIVED, "usedBytes ÷ capacityBytes");
        pool.optional("metadataUsedRatio", RATIO, DERIVED, "metadataUsedBytes ÷ metadataCapacityBytes");
        pool.optional(
                "overcommitRatio",
                RATIO,
                DERIVED,
                "provisionedBytes ÷ capacityBytes; above 1 more is promised than there is");
    }

    private void snapshot() {
        Entries snapshot = new Entries(Subject.SNAPSHOT);
        snapshot.always("sizeBytes", BYTES, MEASURED, "virtual size of the volume at that point");
        snapshot.optional(
                "referencedBytes", BYTES, MEASURED, "allocated bytes that it points at, shared ones with them");
        snapshot.optional("exclusiveBytes", BYTES, MEASURED, "held by it alone: what deleting just this one returns");
        snapshot.optional("vmStateBytes", BYTES, MEASURED, "saved memory and device state, part of exclusiveBytes");
        snapshot.optional(
                "exclusiveAllocatedBytes",
                BYTES,
                MEASURED,
                "of exclusiveBytes, what the pool really holds: what comes back to it");
        snapshot.optional(
                "withOlderBytes",
                BYTES,
                MEASURED,
                "held by it and the older snapshots of its volume, by nothing else: what deleting all of these returns");
        snapshot.optional("ageSeconds", SECONDS, DERIVED, "from its creation to the reading");
    }

    private void growth() {
        Entries snapshot = new Entries(Subject.SNAPSHOT_GROWTH);
        snapshot.optional("ageSeconds", SECONDS, DERIVED, "from its creation to the reading");
        snapshot.optional(
                "exclusiveBytes", BYTES, MEASURED, "held by the snapshot alone; of an overlay, what it occupies");
        snapshot.optional(
                "exclusiveAllocatedBytes",
                BYTES,
                MEASURED,
                "of exclusiveBytes, what the pool really holds: what comes back to it");
        snapshot.optional(
                "withOlderBytes", BYTES, MEASURED, "what deleting it and all older ones of its volume returns");
        snapshot.optional(
                "parentGrowthBytes",
                BYTES,
                MEASURED,
                "by which the parent of an overlay grows, all in all, if it is committed; negative where it shrinks");
        snapshot.optional(
                "parentPeakBytes",
                BYTES,
                MEASURED,
                "by which the parent of an overlay grows at most while it is committed");
        trend(snapshot, "exclusiveBytes");
        snapshot.optional("freedBytes", BYTES, ESTIMATED, "what its removal frees, in the image or in the pool");
        removal(snapshot, "its removal");
        Entries chain = new Entries(Subject.CHAIN_GROWTH);
        chain.always("volumes", COUNT, COUNTED, "volumes of the chain");
        chain.always("overlays", COUNT, COUNTED, "of these, volumes that have a parent");
        chain.always("snapshots", COUNT, COUNTED, "snapshots inside these volumes");
        chain.optional(
                "allocatedBytes", BYTES, ESTIMATED, "what all its volumes occupy; absent where one does not say");
        chain.optional("reusableBytes", BYTES, ESTIMATED, "of all its volumes, allocated and used by nothing");
        trend(chain, "allocatedBytes");
        removal(chain, "removing all that is above the base");
        timeToFull(chain, "fullIn", "until this chain alone will have filled its pool");
        chain.optional(
                "poolGrowthBytesPerSecond", BYTES_PER_SECOND, ESTIMATED, "best rate of what its pool says is used");
        timeToFull(chain, "poolFullIn", "until everybody together will have filled its pool");
        Entries lun = new Entries(Subject.LUN_GROWTH);
        lun.always("steps", COUNT, ESTIMATED, "growth steps in the hour; each reserves the LUN");
        lun.always("snapshotSteps", COUNT, ESTIMATED, "of these, of snapshots and overlays");
        lun.always("diskSteps", COUNT, ESTIMATED, "of these, of disks that are no overlays");
        lun.always("growingVolumes", COUNT, ESTIMATED, "volumes and snapshots with a step in the hour");
        lun.always("stepBytes", BYTES, ESTIMATED, "by which a file grows");
        lun.always("limitSteps", COUNT, ESTIMATED, "steps in an hour that are allowed");
        lun.always("mostSteps", COUNT, ESTIMATED, "steps of the volume or snapshot that has most of them");
    }

    private void forecast() {
        Entries forecast = new Entries(Subject.FORECAST);
        forecast.always("usedBytes", BYTES, MEASURED, "taken now; of a tenant, what its volumes occupy");
        forecast.optional("capacityBytes", BYTES, MEASURED, "what it can hold; absent for tenants");
        forecast.optional("provisionedBytes", BYTES, SUMMED, "what the volumes were promised");
        forecast.optional(
                "neededBytes",
                BYTES,
                SUMMED,
                "what the pool would hold if every guest wrote what it may: used, and what is promised and not yet backed");
        forecast.optional("missingBytes", BYTES, DERIVED, "by which neededBytes exceeds the capacity");
        forecast.optional("growthBytesPerSecond", BYTES_PER_SECOND, ESTIMATED, "rate of the present regime");
        forecast.optional(
                "growthLowBytesPerSecond", BYTES_PER_SECOND, ESTIMATED, "lower end of the rate's 80 % interval");
        forecast.optional(
                "growthHighBytesPerSecond", BYTES_PER_SECOND, ESTIMATED, "upper end of the rate's 80 % interval");
        String absent = "; absent beyond the horizon";
        forecast.optional("fullP10Seconds", SECONDS, ESTIMATED, "full sooner than this with a chance of 10 %" + absent);
        forecast.optional("fullP50Seconds", SECONDS, ESTIMATED, "full sooner than this with a chance of 50 %" + absent);
        forecast.optional("fullP90Seconds", SECONDS, ESTIMATED, "full sooner than this with a chance of 90 %" + absent);
        forecast.optional("horizonSeconds", SECONDS, ESTIMATED, "how far the forecast looks");
        forecast.always("historySeconds", SECONDS, ESTIMATED, "from the first reading that it stands on to the newest");
        used(forecast, "month", "in 30 days");
        used(forecast, "quarter", "in 90 days");
    }

    private static void used(Entries forecast, String name, String when) {
        forecast.optional(name + "P10Bytes", BYTES, ESTIMATED, "used " + when + ", less with a chance of 10 %");
        forecast.optional(name + "P50Bytes", BYTES, ESTIMATED, "used " + when + ", less with a chance of 50 %");
        forecast.optional(name + "P90Bytes", BYTES, ESTIMATED, "used " + when + ", less with a chance of 90 %");
    }

    private static void trend(Entries entries, String of) {
        entries.optional("growthBytesPerSecond", BYTES_PER_SECOND, ESTIMATED, "best rate of " + of);
        entries.optional(
                "growthLowBytesPerSecond", BYTES_PER_SECOND, ESTIMATED, "lower end of the rate's 95 % interval");
        entries.optional(
                "growthHighBytesPerSecond", BYTES_PER_SECOND, ESTIMATED, "upper end of the rate's 95 % interval");
        entries.optional("regimeSeconds", SECONDS, ESTIMATED, "since the last change of regime, or the first reading");
        entries.always("regimePoints", COUNT, ESTIMATED, "readings that the rate stands on");
    }

    private static void removal(Entries entries, String what) {
        entries.optional(
                "returnedBytes",
                BYTES,
                ESTIMATED,
                "by which the pool's free bytes grow, all in all, after " + what + "; negative where they shrink");
        entries.optional("returnedLowBytes", BYTES, ESTIMATED, "least that returnedBytes can be");
        entries.optional("returnedHighBytes", BYTES, ESTIMATED, "most that returnedBytes can be");
        entries.optional("roomBytes", BYTES, ESTIMATED, "that the pool must have during " + what);
        entries.optional("roomLowBytes", BYTES, ESTIMATED, "least that roomBytes can be");
        entries.optional("roomHighBytes", BYTES, ESTIMATED, "most that roomBytes can be");
        entries.optional("poolFreeBytes", BYTES, MEASURED, "what the pool says is left for new data");
    }

    private static void timeToFull(Entries entries, String name, String meaning) {
        entries.optional(name + "Seconds", SECONDS, ESTIMATED, meaning + "; absent where it never will");
        entries.optional(name + "LowSeconds", SECONDS, ESTIMATED, "the same at the highest rate of the interval");
        entries.optional(name + "HighSeconds", SECONDS, ESTIMATED, "the same at the lowest rate of the interval");
    }

    private void guestDisk() {
        Entries disk = new Entries(Subject.GUEST_DISK);
        disk.always("sizeBytes", BYTES, MEASURED, "size of the disk");
        disk.optional(
                "liveBytes",
                BYTES,
                MEASURED,
                "held by file systems, swap and volume managers, their metadata with them");
        disk.optional("freeBytes", BYTES, MEASURED, "known to be free");
        disk.optional("unseenBytes", BYTES, MEASURED, "in partitions or volumes that the agent cannot look into");
        disk.optional(
                "discardGranularityBytes",
                BYTES,
                MEASURED,
                "smallest discard that the disk takes; zero where it takes none");
        disk.optional(
                "discardMaxBytes", BYTES, MEASURED, "largest discard in one request; zero where the disk takes none");
    }

    private void fileSystem() {
        Entries fileSystem = new Entries(Subject.FILE_SYSTEM);
        fileSystem.optional("deviceBytes", BYTES, MEASURED, "size of the block device beneath");
        fileSystem.always("sizeBytes", BYTES, MEASURED, "f_blocks × f_frsize, without the file system's own metadata");
        fileSystem.always("usedBytes", BYTES, MEASURED, "(f_blocks − f_bfree) × f_frsize");
        fileSystem.always("freeBytes", BYTES, MEASURED, "f_bfree × f_frsize");
        fileSystem.optional("availableBytes", BYTES, MEASURED, "f_bavail × f_frsize: free to an unprivileged user");
        fileSystem.optional("usedRatio", RATIO, DERIVED, "usedBytes ÷ sizeBytes");
    }

    private void others() {
        Entries unmatched = new Entries(Subject.UNMATCHED);
        unmatched.always("sizeBytes", BYTES, MEASURED, "size by which one finds it again");

        Entries ingest = new Entries(Subject.INGEST);
        ingest.always("messageBytes", BYTES, COUNTED, "length of the message as it came");
        ingest.always("readings", COUNT, COUNTED, "readings that were passed on");
        ingest.always(
                "rejectedReadings", COUNT, COUNTED, "readings that were refused one by one, and kept as dead letters");

        Entries agent = new Entries(Subject.AGENT);
        agent.always("silentSeconds", SECONDS, DERIVED, "since the broker took its last report");
        agent.optional("silentIntervals", COUNT, DERIVED, "whole cycles of the agent in that time");
        agent.optional(
                "cycleSeconds", SECONDS, DERIVED, "from one of its cycles to the next, over its last two reports");

        Entries sketch = new Entries(Subject.CONTENT_SKETCH);
        sketch.always("chunkBytes", BYTES, MEASURED, "length of the chunks that are hashed");
        sketch.always(
                "scannedBytes", BYTES, MEASURED, "mapped bytes that this part speaks for, read now or unchanged since");
        sketch.always("zeroBytes", BYTES, MEASURED, "of those, in chunks that are all zeros");
        sketch.always("fingerprints", COUNT, MEASURED, "chunk hashes that were kept");

        Entries fingerprint = new Entries(Subject.FINGERPRINT);
        fingerprint.always("references", COUNT, MEASURED, "chunks of this volume with that content");
        fingerprint.optional(
                "storedBytes", BYTES, MEASURED, "of one chunk of that content, compressed or mapped in part");
    }

    private void dedup() {
        Entries domain = new Entries(Subject.DEDUP_DOMAIN);
        domain.always("chunkBytes", BYTES, MEASURED, "length of the chunks that are hashed");
        domain.always("volumes", COUNT, COUNTED, "volumes with a sketch");
        domain.always("scannedBytes", BYTES, MEASURED, "mapped bytes that the sketches speak for");
        domain.always("zeroBytes", BYTES, MEASURED, "of those, in chunks that are all zeros");
        domain.always("dataBytes", BYTES, DERIVED, WITHOUT_DEDUP);
        footprint(domain, "stored", "content that is not zero, each chunk once");
        domain.optional("dedupRatio", RATIO, SAMPLED, "dataBytes ÷ storedBytes");
        domain.optional("dedupLowRatio", RATIO, SAMPLED, "least that dedupRatio can be");
        domain.optional("dedupHighRatio", RATIO, SAMPLED, "most that dedupRatio can be");
        domain.optional("volumesWithoutSketch", COUNT, DERIVED, "volumes of the same pools that nobody sketched");
        domain.optional(
                "sketchedRatio",
                RATIO,
                DERIVED,
                "share of what the volumes of the same pools occupy that has a sketch");
        domain.optional(
                "reportedDedupRatio",
                RATIO,
                MEASURED,
                "logical ÷ stored bytes, as the pool itself says; absent where several pools say something");
        domain.optional("dedupDifferenceRatio", RATIO, DERIVED, "dedupRatio less reportedDedupRatio");

        Entries volume = new Entries(Subject.DEDUP_VOLUME);
        volume.always("chunkBytes", BYTES, MEASURED, "length of the chunks that are hashed");
        volume.always("scannedBytes", BYTES, MEASURED, "mapped bytes that the sketch speaks for");
        volume.always("zeroBytes", BYTES, MEASURED, "of those, in chunks that are all zeros");
        volume.always("dataBytes", BYTES, DERIVED, WITHOUT_DEDUP);
        footprint(
                volume,
                "unique",
                "content that no other volume of the domain has: what comes back if this one alone is deleted");
        footprint(volume, "attributed", "content divided by references: over the domain these sum to what is stored");
        footprint(volume, "shared", "content that another volume of the domain has too, counted once");
        volume.optional(
                "allocatedBytes",
                BYTES,
                MEASURED,
                "what it occupies in its pool, format metadata and own snapshots with it");
    }

    /** Bytes that equal chunks occupy once, before and after compression, with their bounds. */
    private static void footprint(Entries entries, String name, String meaning) {
        String bytes = name + "Bytes";
        String compressed = name + "CompressedBytes";
        entries.always(bytes, BYTES, SAMPLED, meaning);
        entries.always(name + "LowBytes", BYTES, SAMPLED, "least that " + bytes + " can be");
        entries.always(name + "HighBytes", BYTES, SAMPLED, "most that " + bytes + " can be");
        entries.optional(compressed, BYTES, SAMPLED, bytes + " after compression");
        entries.optional(name + "CompressedLowBytes", BYTES, SAMPLED, "least that " + compressed + " can be");
        entries.optional(name + "CompressedHighBytes", BYTES, SAMPLED, "most that " + compressed + " can be");
    }

    /** The eight classes, and the bounds of those for which something can be done or that bound them. */
    private static void classes(Entries entries, Origin origin, String whose) {
        for (LedgerClass ledgerClass : LedgerClass.values()) {
            entries.always(name(ledgerClass) + "Bytes", BYTES, origin, ledgerClass.meaning() + whose);
        }
        for (LedgerClass ledgerClass : LedgerClass.values()) {
            String name = name(ledgerClass);
            if (bounded(ledgerClass)) {
                entries.always(name + "LowBytes", BYTES, origin, "least that " + name + "Bytes can be");
                entries.always(name + "HighBytes", BYTES, origin, "most that " + name + "Bytes can be");
            }
        }
    }

    private static boolean bounded(LedgerClass ledgerClass) {
        return switch (ledgerClass) {
            case LIVE, DEAD, STRANDED, ZEROED, RESERVED -> true;
            case CLAIMED, ULLAGE, UNSEEN -> false;
        };
    }

    private static String name(LedgerClass ledgerClass) {
        return ledgerClass.name().toLowerCase(Locale.ROOT);
    }

    /** Adds the measures of one subject. */
    private final class Entries {
        private final Subject subject;

        Entries(Subject subject) {
            this.subject = subject;
        }

        void always(String name, Unit unit, Origin origin, String meaning) {
            add(new Measure(subject, name, unit, origin, false, meaning));
        }

        void optional(String name, Unit unit, Origin origin, String meaning) {
            add(new Measure(subject, name, unit, origin, true, meaning));
        }

        private void add(Measure measure) {
            if (measures.get(subject).put(measure.name(), measure) != null) {
                throw new IllegalStateException(subject + "." + measure.name() + " is in the catalogue twice");
            }
        }
    }
}
