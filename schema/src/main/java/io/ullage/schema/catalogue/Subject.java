package io.ullage.schema.catalogue;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a measure speaks of. */
public enum Subject {
    VOLUME("a volume, as its host and its guest see it", "ledger"),
    POOL("a pool and the volumes that draw from it", "pool"),
    SNAPSHOT("a snapshot", "snapshot"),
    SNAPSHOT_GROWTH("how a snapshot or an overlay grows, and what removing it returns", "snapshot_growth"),
    CHAIN_GROWTH("how a volume with its snapshots and overlays grows", "chain_growth"),
    LUN_GROWTH("how often the files on a LUN grew in an hour", "lun_growth"),
    GUEST_DISK("a whole disk, as its guest sees it", "guest_disk"),
    FILE_SYSTEM("a mounted file system or an active swap area", "file_system"),
    UNMATCHED("a guest disk or an attached volume without a counterpart", "unmatched"),
    INGEST("a message of the reports topic", "ingest"),
    FORECAST("when a pool, its metadata or what a tenant occupies will be full", "forecast"),
    AGENT("an agent, by how long nothing was heard of it", null),
    CONTENT_SKETCH("a sample of a volume's content", "sketch"),
    FINGERPRINT("a kept chunk hash of a volume", "fingerprint"),
    DEDUP_DOMAIN("a domain: pools inside which equal blocks are stored once", "dedup_domain"),
    DEDUP_VOLUME("a volume among the others of its domain", "dedup_volume");

    private final String meaning;
    private final @Nullable String table;

    Subject(String meaning, @Nullable String table) {
        this.meaning = meaning;
        this.table = table;
    }

    public String meaning() {
        return meaning;
    }

    /** The table of the store that keeps it; empty where none does. */
    public Optional<String> table() {
        return Optional.ofNullable(table);
    }

    /** The subject that this table of the store keeps. */
    public static Optional<Subject> ofTable(String table) {
        return Arrays.stream(values())
                .filter(subject -> table.equals(subject.table))
                .findFirst();
    }
}
