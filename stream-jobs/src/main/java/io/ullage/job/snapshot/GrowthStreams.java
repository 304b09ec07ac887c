package io.ullage.job.snapshot;

import io.ullage.job.row.ChainGrowthRow;
import io.ullage.job.row.LunGrowthRow;
import io.ullage.job.row.SnapshotGrowthRow;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Growth, for rules that are laid behind it. A row may come again with a higher revision.
 *
 * @param snapshots each snapshot and overlay, per growth interval
 * @param chains each chain, per growth interval
 * @param luns each pool of the kinds that grow in steps, per hour
 */
public record GrowthStreams(
        DataStream<SnapshotGrowthRow> snapshots, DataStream<ChainGrowthRow> chains, DataStream<LunGrowthRow> luns) {}
