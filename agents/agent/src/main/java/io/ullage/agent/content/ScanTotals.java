package io.ullage.agent.content;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A scan in sums.
 *
 * @param scannedBytes mapped bytes that it speaks for
 * @param zeroBytes of these, in chunks that are all zeros
 * @param readBytes that were read for it
 * @param dataChunks chunks that hold something
 * @param zeroChunks chunks that are all zeros
 * @param samples fingerprints that were kept
 */
record ScanTotals(long scannedBytes, long zeroBytes, long readBytes, long dataChunks, long zeroChunks, long samples) {
    static final ScanTotals NONE = new ScanTotals(0, 0, 0, 0, 0, 0);

    void write(DataOutput out) throws IOException {
        out.writeLong(scannedBytes);
        out.writeLong(zeroBytes);
        out.writeLong(readBytes);
        out.writeLong(dataChunks);
        out.writeLong(zeroChunks);
        out.writeLong(samples);
    }

    static ScanTotals read(DataInput in) throws IOException {
        return new ScanTotals(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }
}
