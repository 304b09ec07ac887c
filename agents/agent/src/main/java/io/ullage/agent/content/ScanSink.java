package io.ullage.agent.content;

import java.io.IOException;

/** Takes what a scan finds, in the order of the chunks. */
interface ScanSink {
    /**
     * A chunk that is mapped.
     *
     * @param mappedBytes of it; less than the chunk only for {@link RunKind#PARTIAL}
     * @param zero all of it is zeros
     */
    void chunk(long chunk, RunKind kind, int mappedBytes, boolean zero) throws IOException;

    /**
     * The fingerprint of the chunk before was kept.
     *
     * @param storedBytes as in {@link io.ullage.schema.telemetry.ContentSketch.Fingerprint}; 0 where it is absent there
     */
    void sample(long chunk, long hash, int storedBytes) throws IOException;

    /** Bytes were read, and count against the limit. */
    void read(int bytes);

    /** All chunks below this position were given; it is a multiple of {@link ContentScanner#windowBytes}. */
    void passed(long position) throws IOException;
}
