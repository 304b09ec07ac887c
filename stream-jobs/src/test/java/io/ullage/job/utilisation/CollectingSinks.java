package io.ullage.job.utilisation;

import io.ullage.job.row.FileSystemRow;
import io.ullage.job.row.GuestDiskRow;
import io.ullage.job.row.IngestOutcome;
import io.ullage.job.row.IngestRow;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.PoolRow;
import io.ullage.job.row.Row;
import io.ullage.job.row.SnapshotRow;
import io.ullage.job.row.UnmatchedRow;
import io.ullage.schema.codec.DeadLetter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** All sinks of the job, and their rows as the store would show them: of equal keys the highest revision. */
final class CollectingSinks {
    final CollectingSink<LedgerRow> ledgers = new CollectingSink<>();
    final CollectingSink<PoolRow> pools = new CollectingSink<>();
    final CollectingSink<SnapshotRow> snapshots = new CollectingSink<>();
    final CollectingSink<GuestDiskRow> guestDisks = new CollectingSink<>();
    final CollectingSink<FileSystemRow> fileSystems = new CollectingSink<>();
    final CollectingSink<UnmatchedRow> unmatched = new CollectingSink<>();
    final CollectingSink<IngestRow> ingest = new CollectingSink<>();
    final CollectingSink<DeadLetter> deadLetters = new CollectingSink<>();

    UtilisationSinks sinks() {
        return new UtilisationSinks(ledgers, pools, snapshots, guestDisks, fileSystems, unmatched, ingest, deadLetters);
    }

    Map<String, LedgerRow> standingLedgers() {
        return standing(ledgers.rows(), row -> row.volume().volumeId() + "@" + row.intervalStart());
    }

    Map<String, PoolRow> standingPools() {
        return standing(pools.rows(), row -> row.poolId() + "@" + row.intervalStart());
    }

    Map<String, UnmatchedRow> standingUnmatched() {
        Map<String, UnmatchedRow> rows = standing(
                unmatched.rows(),
                row -> row.machineId() + "/" + row.side() + "/" + row.entityId() + "@" + row.intervalStart());
        rows.values().removeIf(UnmatchedRow::resolved);
        return rows;
    }

    /** Messages by outcome; one that was read again after a restart counts once. */
    Map<IngestOutcome, Long> outcomes() {
        Map<String, IngestRow> byMessage = standing(ingest.rows(), row -> row.partition() + ":" + row.offset());
        Map<IngestOutcome, Long> outcomes = new TreeMap<>();
        byMessage.values().forEach(row -> outcomes.merge(row.outcome(), 1L, Long::sum));
        return outcomes;
    }

    static <R extends Row> Map<String, R> standing(List<R> rows, Function<R, String> key) {
        Map<String, R> standing = new TreeMap<>();
        for (R row : rows) {
            standing.merge(key.apply(row), row, (a, b) -> b.revision() >= a.revision() ? b : a);
        }
        return standing;
    }
}
