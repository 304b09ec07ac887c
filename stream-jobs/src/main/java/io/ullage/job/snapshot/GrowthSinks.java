package io.ullage.job.snapshot;

import io.ullage.job.row.ChainGrowthRow;
import io.ullage.job.row.LunGrowthRow;
import io.ullage.job.row.SnapshotGrowthRow;
import org.apache.flink.api.connector.sink2.Sink;

/** Where growth goes. */
public record GrowthSinks(Sink<SnapshotGrowthRow> snapshots, Sink<ChainGrowthRow> chains, Sink<LunGrowthRow> luns) {}
