package io.ullage.agent.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of the spool, named by the number of its first record. A record is
 *
 * <pre>
 * int   bytes after the checksum
 * int   CRC-32C of these bytes
 * long  time in milliseconds since the epoch
 * short bytes of the key
 * …     key in UTF-8, message
 * </pre>
 *
 * all big-endian.
 */
final class SegmentFile implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(SegmentFile.class);

    static final int HEADER_BYTES = 2 * Integer.BYTES;

    private static final int BODY_HEAD_BYTES = Long.BYTES + Short.BYTES;
    private static final int MAX_BODY_BYTES = 16 << 20;
    private static final String SUFFIX = ".segment";

    private final Path path;
    private final FileChannel channel;
    private final long firstNumber;
    private long count;
    private long sizeBytes;

    private SegmentFile(Path path, FileChannel channel, long firstNumber) {
        this.path = path;
        this.channel = channel;
        this.firstNumber = firstNumber;
    }

    /** A record as it stands in the file. */
    record Entry(SpoolRecord spooled, Instant time, long nextOffset) {}

    static SegmentFile create(Path directory, long firstNumber) throws IOException {
        Path path = directory.resolve("%020d%s".formatted(firstNumber, SUFFIX));
        return new SegmentFile(
                path,
                FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                firstNumber);
    }

    /** Opens and checks every record; what follows the last good one was being written when the power went, and is cut off. */
    static SegmentFile recover(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            SegmentFile segment =
                    new SegmentFile(path, channel, Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
            long length = channel.size();
            segment.sizeBytes = length;
            long offset = 0;
            for (Entry entry = segment.read(0, 0); entry != null; entry = segment.read(offset, segment.count)) {
                segment.count++;
                offset = entry.nextOffset();
            }
            segment.sizeBytes = offset;
            if (offset < length) {
                log.warn(
                        "{}: {} bytes after record {} are damaged and were cut off",
                        path,
                        length - offset,
                        segment.count);
                channel.truncate(offset);
            }
            return segment;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static boolean isSegment(Path path) {
        return String.valueOf(path.getFileName()).matches("\\d{20}\\" + SUFFIX);
    }

    static int recordBytes(ByteBuffer key, byte[] message) {
        return HEADER_BYTES + BODY_HEAD_BYTES + key.remaining() + message.length;
    }

    long firstNumber() {
        return firstNumber;
    }

    /** Number of the record after the last. */
    long endNumber() {
        return firstNumber + count;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** On disk when it returns. A write that fails half way leaves the file as it was. */
    void append(Instant time, ByteBuffer key, byte[] message) throws IOException {
        int bodyBytes = BODY_HEAD_BYTES + key.remaining() + message.length;
        if (bodyBytes > MAX_BODY_BYTES || key.remaining() > Short.MAX_VALUE) {
            throw new IOException("spool record: must have at most " + MAX_BODY_BYTES + " bytes, was " + bodyBytes);
        }
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + bodyBytes);
        buffer.putInt(bodyBytes).putInt(0).putLong(time.toEpochMilli()).putShort((short) key.remaining());
        buffer.put(key.duplicate()).put(message).flip();
        buffer.putInt(Integer.BYTES, checksum(buffer.slice(HEADER_BYTES, bodyBytes)));
        try {
            long at = sizeBytes;
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
            channel.force(false);
            sizeBytes = at;
            count++;
        } catch (IOException e) {
            channel.truncate(sizeBytes);
            throw e;
        }
    }

    /** The record at {@code offset}, which is the {@code index}th of this file; null if there is none, or none that is whole. */
    @Nullable
    Entry read(long offset, long index) throws IOException {
        ByteBuffer header = bytesAt(offset, HEADER_BYTES);
        if (header == null) {
            return null;
        }
        int bodyBytes = header.getInt();
        int checksum = header.getInt();
        if (bodyBytes < BODY_HEAD_BYTES || bodyBytes > MAX_BODY_BYTES) {
            return null;
        }
        ByteBuffer body = bytesAt(offset + HEADER_BYTES, bodyBytes);
        if (body == null || checksum(body.duplicate()) != checksum) {
            return null;
        }
        Instant time = Instant.ofEpochMilli(body.getLong());
        int keyBytes = body.getShort();
        if (keyBytes < 0 || keyBytes > body.remaining()) {
            return null;
        }
        String key = StandardCharsets.UTF_8
                .decode(body.slice(body.position(), keyBytes))
                .toString();
        body.position(body.position() + keyBytes);
        return new Entry(
                new SpoolRecord(firstNumber + index, key, body.slice()), time, offset + HEADER_BYTES + bodyBytes);
    }

    private @Nullable ByteBuffer bytesAt(long offset, int length) throws IOException {
        if (offset + length > sizeBytes) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                return null;
            }
        }
        return buffer.flip();
    }

    private static int checksum(ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
