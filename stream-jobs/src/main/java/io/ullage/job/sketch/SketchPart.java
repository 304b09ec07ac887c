package io.ullage.job.sketch;

import io.ullage.job.ingest.RawMessage;
import io.ullage.schema.telemetry.ContentSketch;
import java.util.Arrays;

/**
 * One part of an epoch of a volume, as it came.
 *
 * @param origin the message, its bytes cut: it is only kept for a complaint
 */
public record SketchPart(
        Domain domain,
        String volumeId,
        long epochMillis,
        int part,
        int parts,
        long scannedBytes,
        long zeroBytes,
        Fingerprints fingerprints,
        RawMessage origin) {
    private static final int KEPT_BYTES = 1 << 10;

    static SketchPart of(ContentSketch sketch, Fingerprints fingerprints, RawMessage message) {
        byte[] kept = Arrays.copyOf(message.payload(), Math.min(message.payload().length, KEPT_BYTES));
        return new SketchPart(
                Domain.of(sketch),
                sketch.volumeId(),
                sketch.epoch().toEpochMilli(),
                sketch.part(),
                sketch.parts(),
                sketch.scannedBytes(),
                sketch.zeroBytes(),
                fingerprints,
                new RawMessage(
                        kept,
                        message.payloadBytes(),
                        message.topic(),
                        message.partition(),
                        message.offset(),
                        message.time()));
    }

    /** Says that the volume holds nothing any more, or is gone. */
    boolean empty() {
        return parts == 1 && scannedBytes == 0 && fingerprints.count() == 0;
    }
}
