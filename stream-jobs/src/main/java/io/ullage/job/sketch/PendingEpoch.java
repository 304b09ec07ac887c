package io.ullage.job.sketch;

import io.ullage.job.ingest.RawMessage;
import io.ullage.schema.codec.DeadLetter;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * State: an epoch of which parts are missing.
 *
 * @param received bits of the parts that are here
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PendingEpoch(
        Domain domain, long epochMillis, int parts, long scannedBytes, long zeroBytes, long[] received) {

    static PendingEpoch of(SketchPart part) {
        return new PendingEpoch(part.domain(), part.epochMillis(), part.parts(), 0, 0, new long[0]);
    }

    boolean has(int part) {
        return BitSet.valueOf(received).get(part);
    }

    boolean complete() {
        return BitSet.valueOf(received).cardinality() == parts;
    }

    PendingEpoch with(SketchPart part) {
        BitSet bits = BitSet.valueOf(received);
        bits.set(part.part());
        return new PendingEpoch(
                domain,
                epochMillis,
                parts,
                scannedBytes + part.scannedBytes(),
                zeroBytes + part.zeroBytes(),
                bits.toLongArray());
    }

    /** Why {@code part} is none of this epoch, though it says so. */
    @Nullable
    DeadLetter complaint(SketchPart part) {
        RawMessage message = part.origin();
        if (!part.domain().domainId().equals(domain.domainId())) {
            return differs(message, "domainId", domain.domainId(), part.domain().domainId());
        }
        if (part.domain().chunkBytes() != domain.chunkBytes()) {
            return differs(
                    message, "chunkBytes", domain.chunkBytes(), part.domain().chunkBytes());
        }
        if (part.domain().k() != domain.k()) {
            return differs(message, "k", domain.k(), part.domain().k());
        }
        if (part.parts() != parts) {
            return differs(message, "parts", parts, part.parts());
        }
        if (scannedBytes + part.scannedBytes() > DecodeSketchFunction.MAX_SCANNED_BYTES) {
            return message.refused(
                    "scannedBytes",
                    "must sum to at most " + DecodeSketchFunction.MAX_SCANNED_BYTES + " over the parts",
                    Long.toString(scannedBytes + part.scannedBytes()));
        }
        return null;
    }

    private static DeadLetter differs(RawMessage message, String field, Object first, Object now) {
        return message.refused(field, "must be " + first + " as in the epoch's other parts", now.toString());
    }
}
