package io.ullage.image.xfs;

import io.ullage.image.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** A log built by hand, record after record, each with its checksum; the ring goes round where it ends. */
final class LogBuilder {
    static final byte[] UUID = "sixteen bytes id".getBytes(StandardCharsets.US_ASCII);
    static final int SECTOR = 512;

    private final int blocks;
    private final byte[] ring;
    private long next;
    private int cycle;

    /** A log of which round {@code cycle} has reached {@code block}. */
    LogBuilder(int blocks, int cycle, int block) {
        this.blocks = blocks;
        this.cycle = cycle;
        this.next = block;
        this.ring = new byte[blocks * 512];
        for (int i = 0; i < blocks; i++) {
            ByteBuffer.wrap(ring).putInt(i * 512, i < block ? cycle : cycle - 1);
        }
    }

    LogPosition next() {
        return new LogPosition(cycle, next);
    }

    /** As they come from a file: the blocks of round {@code cycle} up to the head. */
    LogBuilder raw(byte[] bytes, int length) {
        System.arraycopy(bytes, 0, ring, (int) next * 512, length);
        next += length / 512;
        return this;
    }

    LogBuilder record(LogPosition tail, Operations operations) {
        return record(tail, operations, header -> {});
    }

    /** @param damage to the first header, before it is summed */
    LogBuilder record(LogPosition tail, Operations operations, Consumer<ByteBuffer> damage) {
        byte[] data = operations.bytes.toByteArray();
        int dataBlocks = (data.length + 511) / 512;
        int headers = Math.max(1, (dataBlocks + 63) / 64);
        ByteBuffer record = ByteBuffer.allocate((headers + dataBlocks) * 512);
        record.put(headers * 512, data);
        record.putInt(0, XfsLogRecord.MAGIC).putInt(4, cycle).putInt(8, 2).putInt(12, dataBlocks * 512);
        record.putInt(16, cycle).putInt(20, (int) next);
        record.putInt(24, tail.cycle()).putInt(28, (int) tail.block());
        record.putInt(40, operations.count).putInt(300, operations.format()).put(304, UUID);
        record.putInt(320, Math.max(32 * 1024, dataBlocks * 512));
        for (int i = 1; i < headers; i++) {
            record.putInt(i * 512, cycleOf(i));
        }
        for (int i = 0; i < dataBlocks; i++) {
            int word = i < 64 ? 44 + 4 * i : i / 64 * 512 + 4 + 4 * (i % 64);
            record.putInt(word, record.getInt((headers + i) * 512));
            record.putInt((headers + i) * 512, cycleOf(headers + i));
        }
        damage.accept(record);
        sum(record, headers, dataBlocks);
        for (int i = 0; i < headers + dataBlocks; i++) {
            System.arraycopy(record.array(), i * 512, ring, (int) ((next + i) % blocks) * 512, 512);
        }
        cycle = cycleOf(headers + dataBlocks);
        next = (next + headers + dataBlocks) % blocks;
        return this;
    }

    private static void sum(ByteBuffer record, int headers, int dataBlocks) {
        CRC32C crc = new CRC32C();
        crc.update(record.array(), 0, 328);
        for (int i = 1; i < headers; i++) {
            crc.update(record.array(), i * 512, 260);
        }
        crc.update(record.array(), headers * 512, dataBlocks * 512);
        record.putInt(32, Integer.reverseBytes((int) crc.getValue()));
    }

    private int cycleOf(int blocksOn) {
        return next + blocksOn < blocks ? cycle : cycle + 1;
    }

    LogBuilder flip(long block, int at) {
        ring[(int) block * 512 + at] ^= 0x10;
        return this;
    }

    XfsLog build() {
        return new XfsLog(new Bytes(ring), 0, blocks, UUID, SECTOR);
    }

    XfsLog build(byte[] uuid) {
        return new XfsLog(new Bytes(ring), 0, blocks, uuid, SECTOR);
    }

    /** What one record holds. */
    static final class Operations {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final ByteOrder guest;
        private int count;

        Operations(ByteOrder guest) {
            this.guest = guest;
        }

        static Operations superblock() {
            return superblock(ByteOrder.LITTLE_ENDIAN);
        }

        /** As the kernel writes it when it covers the log. */
        static Operations superblock(ByteOrder guest) {
            return new Operations(guest).start().buffer(0, 1, 384).commit();
        }

        static Operations unmount() {
            return new Operations(ByteOrder.LITTLE_ENDIAN).operation(8, 0xAA, 0x20, new byte[8]);
        }

        Operations start() {
            return operation(0, 0x69, 1, new byte[0])
                    .operation(16, 0x69, 0, region(16).putInt(0, 0x5452414E).array());
        }

        Operations buffer(long blkno, int sectors, int length) {
            return item(0x123C, blkno, sectors).operation(length, 0x69, 0, new byte[length]);
        }

        Operations item(int type, long blkno, int sectors) {
            ByteBuffer item = region(24).putShort(0, (short) type).putShort(2, (short) 2);
            return operation(
                    24,
                    0x69,
                    0,
                    item.putShort(6, (short) sectors).putLong(8, blkno).array());
        }

        Operations commit() {
            return operation(0, 0x69, 2, new byte[0]);
        }

        Operations operation(long length, int client, int flags, byte[] region) {
            count++;
            bytes.writeBytes(ByteBuffer.allocate(12)
                    .putInt(7)
                    .putInt((int) length)
                    .put((byte) client)
                    .put((byte) flags)
                    .array());
            bytes.writeBytes(region);
            return this;
        }

        private ByteBuffer region(int length) {
            return ByteBuffer.allocate(length).order(guest);
        }

        private int format() {
            return guest == ByteOrder.LITTLE_ENDIAN ? 1 : 2;
        }
    }

    private record Bytes(byte[] bytes) implements ByteSource {
        @Override
        public long sizeBytes() {
            return bytes.length;
        }

        @Override
        public void readFully(long position, ByteBuffer buffer) throws EOFException {
            if (position < 0 || position > bytes.length - buffer.remaining()) {
                throw new EOFException("read at " + position);
            }
            buffer.put(bytes, (int) position, buffer.remaining());
        }

        @Override
        public void close() {}
    }
}
