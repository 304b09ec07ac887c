package io.ullage.image.qcow2;

import static io.ullage.image.qcow2.Qcow2Layout.*;

import io.ullage.image.ByteSource;
import io.ullage.image.ImageException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The disk as the guest sees it. Keeps the last L2 table and the last decompressed cluster: metadata readers come back to both. */
final class Qcow2Guest implements ByteSource {
    private static final String[] CRYPT_METHODS = {"none", "aes", "luks"};

    private final Qcow2File image;
    private final Qcow2Header header;
    private final Optional<ByteSource> parent;
    private final boolean backed;
    private final TableWindow l1;
    private final L2Table table;
    private long loaded = -1;
    private long inflatedEntry;
    private ByteBuffer inflated = ByteBuffer.allocate(0);

    Qcow2Guest(Qcow2File image, boolean backed, Optional<ByteSource> parent) {
        this.image = image;
        this.header = image.header;
        this.backed = backed;
        this.parent = parent;
        this.l1 = image.activeL1();
        this.table = new L2Table(image, false);
    }

    @Override
    public long sizeBytes() {
        return header.size();
    }

    @Override
    public void readFully(long position, ByteBuffer buffer) throws IOException {
        if (position < 0 || buffer.remaining() > header.size() - position) {
            throw new EOFException(image.file.path() + ": the disk ends at " + header.size() + ", asked for " + position
                    + " + " + buffer.remaining());
        }
        if (header.cryptMethod() != 0) {
            throw new ImageException(
                    "qcow2 header.crypt_method",
                    "must be none to read what the guest wrote",
                    CRYPT_METHODS[header.cryptMethod()]);
        }
        int limit = buffer.limit();
        long unitBytes = 1L << table.unitBits();
        for (long at = position; buffer.position() < limit; ) {
            int count = (int) Math.min(limit - buffer.position(), unitBytes - (at & (unitBytes - 1)));
            buffer.limit(buffer.position() + count);
            readUnit(at, buffer);
            buffer.limit(limit);
            at += count;
        }
    }

    @Override
    public void close() {}

    /** As {@link io.ullage.image.DiskImage#compressedBytes}. */
    OptionalLong compressedBytes(long position, long length) throws IOException {
        long unitBytes = 1L << table.unitBits();
        double stored = 0;
        boolean compressed = false;
        long end = Math.min(header.size(), position + length);
        for (long at = position; at < end; ) {
            long count = Math.min(end - at, unitBytes - (at & (unitBytes - 1)));
            load(at / header.bytesPerL1Entry());
            int unit = unitOf(at);
            int kind = table.kind(unit);
            long entry = kind == L2Table.DATA || kind == L2Table.SHARED ? table.entryOf(unit) : 0;
            if ((entry & COMPRESSED) != 0) {
                compressed = true;
                stored += (double) CompressedCluster.storedBytes(entry, header.clusterBits())
                        * count
                        / header.clusterBytes();
            } else {
                stored += count;
            }
            at += count;
        }
        return compressed ? OptionalLong.of(Math.round(stored)) : OptionalLong.empty();
    }

    private int unitOf(long at) {
        return (int) (at % header.bytesPerL1Entry() >>> table.unitBits());
    }

    private void readUnit(long at, ByteBuffer buffer) throws IOException {
        load(at / header.bytesPerL1Entry());
        int unit = unitOf(at);
        switch (table.kind(unit)) {
            case L2Table.DATA, L2Table.SHARED -> readData(table.entryOf(unit), at, buffer);
            case L2Table.UNALLOCATED -> readParent(at, buffer);
            default -> zero(buffer);
        }
    }

    private void load(long index) throws IOException {
        if (index == loaded) {
            return;
        }
        long entry = l1.get(index);
        long offset = image.l2TableOffset(entry, index);
        if (offset == 0) {
            table.loadEmpty();
        } else {
            table.load(offset, index, false);
        }
        loaded = index;
    }

    private void readData(long entry, long at, ByteBuffer buffer) throws IOException {
        int within = (int) (at & (header.clusterBytes() - 1));
        if ((entry & COMPRESSED) != 0) {
            inflate(entry);
            buffer.put(inflated.slice(within, buffer.remaining()));
            return;
        }
        ByteSource data = image.data
                .map(ByteSource.class::cast)
                .orElseThrow(() -> new ImageException(
                        "qcow2 external data file",
                        "must be there to be read",
                        image.header.extensions().dataFile()));
        TableWindow.readZeroPadded(data, (entry & OFFSET_MASK) + within, buffer);
    }

    private void readParent(long at, ByteBuffer buffer) throws IOException {
        if (!backed) {
            zero(buffer);
            return;
        }
        ByteSource source = parent.orElseThrow(() -> new ImageException(
                "qcow2 header.backing_file",
                "must be there to be read",
                header.backingFile().orElse("")));
        if (at >= source.sizeBytes()) {
            zero(buffer);
            return;
        }
        int limit = buffer.limit();
        int there = (int) Math.min(buffer.remaining(), source.sizeBytes() - at);
        buffer.limit(buffer.position() + there);
        source.readFully(at, buffer);
        buffer.limit(limit);
        zero(buffer);
    }

    private void inflate(long entry) throws IOException {
        if (entry == inflatedEntry) {
            return;
        }
        if (header.compressionType() != 0) {
            throw new ImageException(
                    "qcow2 header.compression_type", "must be zlib to read a compressed cluster", "zstd");
        }
        int stored = (int) CompressedCluster.storedBytes(entry, header.clusterBits());
        if (stored > 2L * header.clusterBytes()) {
            throw new ImageException(
                    "qcow2 compressed cluster", "must be stored in at most two clusters", stored + " bytes");
        }
        ByteBuffer packed = ByteBuffer.allocate(stored);
        TableWindow.readZeroPadded(image.source(), CompressedCluster.offset(entry, header.clusterBits()), packed);
        byte[] cluster = new byte[header.clusterBytes()];
        // Raw deflate: QEMU writes no zlib header.
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed.array());
            int done = 0;
            while (done < cluster.length) {
                int count = inflater.inflate(cluster, done, cluster.length - done);
                if (count == 0) {
                    throw new ImageException(
                            "qcow2 compressed cluster", "must hold " + cluster.length + " bytes", done + " bytes");
                }
                done += count;
            }
        } catch (DataFormatException e) {
            throw new ImageException("qcow2 compressed cluster", "must be a deflate stream", e.getMessage());
        } finally {
            inflater.end();
        }
        inflated = ByteBuffer.wrap(cluster);
        inflatedEntry = entry;
    }

    private static void zero(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            buffer.put((byte) 0);
        }
    }
}
