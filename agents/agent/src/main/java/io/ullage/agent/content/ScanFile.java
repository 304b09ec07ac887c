package io.ullage.agent.content;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The state of one volume's scan: a file of blocks, each
 *
 * <pre>
 * int   bytes after the checksum
 * int   CRC-32C of these bytes
 * byte  kind: header, bitmap, runs or end
 * …     what the kind says
 * </pre>
 *
 * all big-endian. A file begins with a header and is complete if it finishes with an end. What follows the last good block was being
 * written when the power went.
 */
final class ScanFile implements Closeable {
    static final byte HEADER = 'H';
    static final byte BITMAP = 'B';
    static final byte RUNS = 'R';
    static final byte END = 'E';

    private static final int MAX_BLOCK_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 32 << 10;

    private final DataInputStream in;
    private long goodBytes;

    private ScanFile(DataInputStream in) {
        this.in = in;
    }

    /** A block without its kind. */
    record Block(byte kind, ByteBuffer body) {}

    static ScanFile open(Path file) throws IOException {
        return new ScanFile(new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)));
    }

    /** The next block; null at the end of the file, and where it is damaged. */
    @Nullable
    Block next() throws IOException {
        try {
            int length = in.readInt();
            int checksum = in.readInt();
            if (length < 1 || length > MAX_BLOCK_BYTES) {
                return null;
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            if (checksum(bytes) != checksum) {
                return null;
            }
            goodBytes += 2L * Integer.BYTES + length;
            return new Block(bytes[0], ByteBuffer.wrap(bytes, 1, length - 1).slice());
        } catch (EOFException e) {
            return null;
        }
    }

    /** Length of all blocks so far. */
    long goodBytes() {
        return goodBytes;
    }

    /** Appends a block; it is not forced to disk. */
    static void append(FileChannel channel, byte kind, byte[] body) throws IOException {
        if (body.length >= MAX_BLOCK_BYTES) {
            throw new IOException(
                    "scan file block: must have less than " + MAX_BLOCK_BYTES + " bytes, was " + body.length);
        }
        ByteBuffer block = ByteBuffer.allocate(2 * Integer.BYTES + 1 + body.length);
        block.putInt(1 + body.length).putInt(0).put(kind).put(body).flip();
        byte[] checked = new byte[1 + body.length];
        block.get(2 * Integer.BYTES, checked);
        block.putInt(Integer.BYTES, checksum(checked));
        while (block.hasRemaining()) {
            channel.write(block);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
