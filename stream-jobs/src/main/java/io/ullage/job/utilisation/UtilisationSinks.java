package io.ullage.job.utilisation;

import io.ullage.job.row.FileSystemRow;
import io.ullage.job.row.GuestDiskRow;
import io.ullage.job.row.IngestRow;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.PoolRow;
import io.ullage.job.row.SnapshotRow;
import io.ullage.job.row.UnmatchedRow;
import io.ullage.schema.codec.DeadLetter;
import org.apache.flink.api.connector.sink2.Sink;

/** Where the results of the utilisation job go. */
public record UtilisationSinks(
        Sink<LedgerRow> ledgers,
        Sink<PoolRow> pools,
        Sink<SnapshotRow> snapshots,
        Sink<GuestDiskRow> guestDisks,
        Sink<FileSystemRow> fileSystems,
        Sink<UnmatchedRow> unmatched,
        Sink<IngestRow> ingest,
        Sink<DeadLetter> deadLetters) {}
