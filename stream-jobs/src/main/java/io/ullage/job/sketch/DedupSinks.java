package io.ullage.job.sketch;

import io.ullage.job.row.DedupDomainRow;
import io.ullage.job.row.DedupVolumeRow;
import io.ullage.job.row.FingerprintRow;
import io.ullage.job.row.SketchRow;
import io.ullage.schema.codec.DeadLetter;
import org.apache.flink.api.connector.sink2.Sink;

/** Where the results of the dedup job go. */
public record DedupSinks(
        Sink<DedupDomainRow> domains,
        Sink<DedupVolumeRow> volumes,
        Sink<SketchRow> sketches,
        Sink<FingerprintRow> fingerprints,
        Sink<DeadLetter> deadLetters) {}
