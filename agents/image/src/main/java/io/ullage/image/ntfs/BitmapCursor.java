package io.ullage.image.ntfs;

import io.ullage.image.ByteSource;
import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import io.ullage.image.content.Anomalies;
import io.ullage.image.content.Bitmap;
import io.ullage.image.content.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Walks the clusters of a volume, holding {@value #CHUNK_BYTES} bytes of the bitmap. */
final class BitmapCursor implements ExtentCursor<GuestState> {
    private static final int CHUNK_BYTES = 32 * 1024;

    private final ByteSource bits;
    private final long clusters;
    private final long clusterBytes;
    private final Anomalies anomalies;
    private final Bitmap chunk = new Bitmap(CHUNK_BYTES);

    private long chunkFirst;
    private int chunkClusters;
    private int at;
    private boolean chunkUnseen;

    private long start;
    private long length;
    private GuestState state = GuestState.UNSEEN;

    BitmapCursor(ByteSource bits, long clusters, long clusterBytes, Anomalies anomalies) {
        this.bits = bits;
        this.clusters = clusters;
        this.clusterBytes = clusterBytes;
        this.anomalies = anomalies;
    }

    @Override
    public boolean next() throws IOException {
        if (at == chunkClusters) {
            chunkFirst += chunkClusters;
            if (chunkFirst == clusters) {
                return false;
            }
            load();
        }
        int from = at;
        at = chunkUnseen ? chunkClusters : chunk.runEnd(from, chunkClusters);
        start = (chunkFirst + from) * clusterBytes;
        length = (at - from) * clusterBytes;
        state = chunkUnseen ? GuestState.UNSEEN : chunk.get(from) ? GuestState.LIVE : GuestState.FREE;
        return true;
    }

    private void load() throws IOException {
        at = 0;
        chunkClusters = (int) Math.min(clusters - chunkFirst, (long) CHUNK_BYTES * Byte.SIZE);
        int bytes = (chunkClusters + Byte.SIZE - 1) / Byte.SIZE;
        chunkUnseen = false;
        try {
            Arrays.fill(chunk.bytes(), (byte) 0);
            bits.readFully(chunkFirst / Byte.SIZE, ByteBuffer.wrap(chunk.bytes(), 0, bytes));
            chunk.load();
        } catch (IOException e) {
            chunkUnseen = true;
            anomalies.add("$Bitmap of clusters from " + chunkFirst + " on: " + Failures.reason(e));
        }
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public GuestState state() {
        return state;
    }
}
