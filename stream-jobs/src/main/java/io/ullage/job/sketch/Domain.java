package io.ullage.job.sketch;

import io.ullage.job.dedup.Sampling;
import io.ullage.schema.telemetry.ContentSketch;

/**
 * Sketches that can be held against each other: of one domain, with equal chunks, sampled alike. Where a domain changes to another {@code k}
 * or chunk size, old and new stand apart until every volume has been read anew.
 */
public record Domain(String domainId, int chunkBytes, int k) {
    static Domain of(ContentSketch sketch) {
        return new Domain(sketch.domainId(), sketch.chunkBytes(), sketch.k());
    }

    Sampling sampling() {
        return new Sampling(chunkBytes, k);
    }

    /** Unlike for unlike domains, whatever the id holds: what stands before it has no letters. */
    String key() {
        return k + "/" + chunkBytes + "/" + domainId;
    }
}
