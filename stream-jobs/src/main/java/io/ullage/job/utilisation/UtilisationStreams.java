package io.ullage.job.utilisation;

import io.ullage.job.ingest.DecodedReport;
import io.ullage.job.row.FileSystemRow;
import io.ullage.job.row.GuestDiskRow;
import io.ullage.job.row.LedgerRow;
import io.ullage.job.row.PoolRow;
import io.ullage.job.row.SnapshotRow;
import io.ullage.job.row.UnmatchedRow;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What flows through the utilisation job, for estimators and rules that are laid behind it in the same graph. A row may come again with a
 * higher revision, and rows of different keys in any order of their times.
 *
 * @param reports each report once, late ones with the others
 */
public record UtilisationStreams(
        DataStream<DecodedReport> reports,
        DataStream<LedgerRow> ledgers,
        DataStream<PoolRow> pools,
        DataStream<SnapshotRow> snapshots,
        DataStream<GuestDiskRow> guestDisks,
        DataStream<FileSystemRow> fileSystems,
        DataStream<UnmatchedRow> unmatched) {}
