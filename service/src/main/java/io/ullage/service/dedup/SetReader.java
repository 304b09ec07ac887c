package io.ullage.service.dedup;

import io.ullage.service.dedup.Member.SampledDomain;
import io.ullage.service.output.CommandException;
import io.ullage.service.store.ReportRows;
import io.ullage.service.store.StoreConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a set from the store: its volumes, and how their fingerprints are held in the domain. */
final class SetReader {
    /** Fingerprints of the set per query: more are read in slices of the hash space, so that none needs much memory. */
    private static final long PER_QUERY = 500_000;

    private static final int TRIES = 5;

    private static final String MEMBERS = """
            SELECT members.volume_id AS volume_id, members.name AS name, members.allocated_bytes AS allocated_bytes,
              sketches.domain_id AS domain_id, sketches.chunk_bytes AS chunk_bytes, sketches.k AS k,
              sketches.epoch_millis AS epoch_millis, sketches.scanned_bytes AS scanned_bytes,
              sketches.zero_bytes AS zero_bytes, sketches.fingerprints AS fingerprints
            FROM (%s) AS members
            LEFT JOIN (
              SELECT volume_id AS sketched_id, toNullable(toString(domain_id)) AS domain_id, toNullable(chunk_bytes) AS chunk_bytes,
                toNullable(k) AS k, toNullable(toUnixTimestamp64Milli(epoch)) AS epoch_millis,
                toNullable(scanned_bytes) AS scanned_bytes, toNullable(zero_bytes) AS zero_bytes,
                toNullable(fingerprints) AS fingerprints
              FROM sketch_latest) AS sketches
            ON members.volume_id = sketches.sketched_id
            ORDER BY volume_id""";

    /**
     * Of each volume the newest row of each hash from the epoch at which all were written to the newest complete one; of a later epoch,
     * that is being written now, none.
     */
    private static final String HELD = """
            WITH members AS (%s)
            SELECT arrayMap(one -> one.1, held) AS volumes, arrayMap(one -> one.2, held) AS references, in_domain, stored_bytes,
              count() AS fingerprints
            FROM (
              SELECT hash, arraySort(groupArrayIf((toString(volume_id), now_references), volume_id IN (SELECT volume_id FROM members))) AS held,
                sum(now_references) AS in_domain, max(now_stored_bytes) AS stored_bytes
              FROM (
                SELECT fingerprint.hash AS hash, fingerprint.volume_id AS volume_id,
                  argMax((fingerprint.references, fingerprint.stored_bytes), fingerprint.epoch) AS newest,
                  newest.1 AS now_references, newest.2 AS now_stored_bytes
                FROM fingerprint
                INNER JOIN (
                  SELECT volume_id, base, epoch FROM sketch_latest WHERE domain_id = ? AND chunk_bytes = ? AND k = ?) AS heads
                ON fingerprint.volume_id = heads.volume_id
                WHERE fingerprint.domain_id = ? AND fingerprint.hash BETWEEN ? AND ?
                  AND fingerprint.epoch >= heads.base AND fingerprint.epoch <= heads.epoch
                  AND fingerprint.hash IN (
                    SELECT hash FROM fingerprint
                    WHERE domain_id = ? AND hash BETWEEN ? AND ? AND volume_id IN (SELECT volume_id FROM members))
                GROUP BY hash, volume_id)
              WHERE now_references > 0
              GROUP BY hash)
            WHERE notEmpty(held)
            GROUP BY held, in_domain, stored_bytes""";

    private final StoreConnection store;

    SetReader(StoreConnection store) {
        this.store = store;
    }

    /** What the store knows of a set: all of it of the same epochs. */
    record Contents(List<Member> members, Map<SampledDomain, List<HeldChunk>> held) {}

    Contents read(VolumeSet set) throws SQLException {
        List<Member> members = members(set);
        for (int i = 0; i < TRIES; i++) {
            Map<SampledDomain, List<HeldChunk>> held = held(set, members);
            List<Member> after = members(set);
            if (after.equals(members)) {
                return new Contents(members, held);
            }
            members = after;
        }
        throw CommandException.failed(
                "sketches of these volumes were replaced " + TRIES + " times while they were read", "Try again.", null);
    }

    private List<Member> members(VolumeSet set) throws SQLException {
        String sql = MEMBERS.formatted(set.select("volume_id, name, allocated_bytes"));
        return ReportRows.of(store, sql, set.parameters().toArray()).rows().stream()
                .map(Member::of)
                .toList();
    }

    private Map<SampledDomain, List<HeldChunk>> held(VolumeSet set, List<Member> members) throws SQLException {
        Map<SampledDomain, Long> fingerprints = members.stream()
                .map(Member::sketch)
                .filter(sketch -> sketch != null)
                .collect(Collectors.groupingBy(
                        Member.Sketch::domain, Collectors.summingLong(Member.Sketch::fingerprints)));
        Set<String> ids = members.stream().map(Member::volumeId).collect(Collectors.toCollection(TreeSet::new));
        Map<SampledDomain, List<HeldChunk>> held = new HashMap<>();
        for (Map.Entry<SampledDomain, Long> domain : fingerprints.entrySet()) {
            List<HeldChunk> found = new ArrayList<>();
            int bits = slicingBits(domain.getValue());
            for (long slice = 0; slice < 1L << bits; slice++) {
                long first = bits == 0 ? Long.MIN_VALUE : Long.MIN_VALUE + (slice << (Long.SIZE - bits));
                long last = bits == 0 ? Long.MAX_VALUE : first + (-1L >>> bits);
                found.addAll(held(set, domain.getKey(), first, last));
            }
            held.put(domain.getKey(), found);
        }
        held.values()
                .forEach(chunks -> chunks.forEach(chunk -> {
                    if (!ids.containsAll(chunk.references().keySet())) {
                        throw new IllegalStateException("a volume that is not in the set is counted with it");
                    }
                }));
        return held;
    }

    private static int slicingBits(long fingerprints) {
        long slices = fingerprints / PER_QUERY;
        return slices == 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(slices);
    }

    private List<HeldChunk> held(VolumeSet set, SampledDomain domain, long first, long last) throws SQLException {
        List<Object> parameters = new ArrayList<>(set.parameters());
        parameters.addAll(List.of(domain.domainId(), domain.chunkBytes(), domain.k()));
        parameters.addAll(List.of(domain.domainId(), first, last));
        parameters.addAll(List.of(domain.domainId(), first, last));
        List<HeldChunk> held = new ArrayList<>();
        for (Map<String, Object> row : ReportRows.of(
                        store, HELD.formatted(set.select("volume_id")), parameters.toArray())
                .rows()) {
            List<?> volumes = (List<?>) row.get("volumes");
            List<?> references = (List<?>) row.get("references");
            Map<String, Integer> byVolume = new HashMap<>();
            for (int i = 0; i < volumes.size(); i++) {
                byVolume.put(String.valueOf(volumes.get(i)), Integer.valueOf(String.valueOf(references.get(i))));
            }
            held.add(new HeldChunk(byVolume, (Long) row.get("inDomain"), bytes((Long) row.get("storedBytes")), (Long)
                    row.get("fingerprints")));
        }
        return held;
    }

    private static @Nullable Integer bytes(@Nullable Long stored) {
        return stored == null ? null : Integer.valueOf(stored.intValue());
    }
}
