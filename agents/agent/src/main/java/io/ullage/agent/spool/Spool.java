package io.ullage.agent.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of messages on disk, bounded in bytes and age. {@link #append} returns when the message is on disk; it stays there until
 * {@link #acknowledge} says that it has arrived, or until a bound drops it, which is counted. After a crash it may be handed out again:
 * delivery is at least once, in order.
 *
 * <p>Thread-safe.
 */
public final class Spool implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Spool.class);

    /** Dropping goes by whole files, so this share of the bound is the most that is dropped at once. */
    private static final int SEGMENTS = 16;

    private final Path directory;
    private final long maxBytes;
    private final Duration maxAge;
    private final Clock clock;
    private final Deque<SegmentFile> segments = new ArrayDeque<>();

    /** The oldest record that is not acknowledged, and where it stands in the first segment. */
    private long head;

    private long headOffset;
    private long dropped;

    private Spool(Path directory, long maxBytes, Duration maxAge, Clock clock) {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /** What it holds now, and what it has dropped since it was opened. */
    public record State(long records, long bytes, long droppedRecords) {}

    /** Opens the spool in {@code directory}, which is made if need be; only one may be open on it. */
    public static Spool open(Path directory, long maxBytes, Duration maxAge, Clock clock) throws IOException {
        Files.createDirectories(directory);
        Spool spool = new Spool(directory, maxBytes, maxAge, clock);
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(SegmentFile::isSegment).sorted().toList();
        }
        long expected = 0;
        for (Path file : files) {
            SegmentFile segment = SegmentFile.recover(file);
            if (expected != 0 && segment.firstNumber() != expected) {
                long lost = segment.firstNumber() - expected;
                log.error("the spool lost {} records before {}", lost, file);
                spool.dropped += Math.max(0, lost);
            }
            expected = segment.endNumber();
            spool.segments.addLast(segment);
        }
        spool.seek(spool.readHead());
        return spool;
    }

    /**
     * Keeps a message until it is acknowledged.
     *
     * @throws IOException if the disk does not take it; the spool is as before then
     */
    public synchronized void append(String key, byte[] message) throws IOException {
        ByteBuffer encodedKey = SpoolRecord.encodedKey(key);
        int recordBytes = SegmentFile.recordBytes(encodedKey, message);
        SegmentFile last = segments.peekLast();
        if (last == null || last.sizeBytes() + recordBytes > maxBytes / SEGMENTS) {
            last = SegmentFile.create(directory, last == null ? head : last.endNumber());
            segments.addLast(last);
        }
        while (segments.size() > 1 && bytes() + recordBytes > maxBytes) {
            dropFirstSegment();
        }
        last.append(Instant.ofEpochMilli(clock.millis()), encodedKey, message);
        notifyAll();
    }

    /** The oldest records, in order; at least one if there is any. What is too old is dropped first. */
    public synchronized List<SpoolRecord> peek(int maxRecords, long maxPeekBytes) throws IOException {
        Instant oldest = Instant.ofEpochMilli(clock.millis()).minus(maxAge);
        List<SpoolRecord> records = new ArrayList<>();
        long bytes = 0;
        long number = head;
        long offset = headOffset;
        Iterator<SegmentFile> walk = segments.iterator();
        SegmentFile segment = walk.hasNext() ? walk.next() : null;
        while (segment != null && records.size() < maxRecords) {
            if (number >= segment.endNumber()) {
                segment = walk.hasNext() ? walk.next() : null;
                offset = 0;
                number = segment == null ? number : segment.firstNumber();
                continue;
            }
            SegmentFile.Entry entry = segment.read(offset, number - segment.firstNumber());
            if (entry == null) {
                log.error("records {} to {} of the spool cannot be read", number, segment.endNumber() - 1);
                if (!records.isEmpty()) {
                    return records;
                }
                dropTo(segment.endNumber());
                return peek(maxRecords, maxPeekBytes);
            }
            if (records.isEmpty() && entry.time().isBefore(oldest)) {
                dropTo(number + 1);
                return peek(maxRecords, maxPeekBytes);
            }
            bytes += entry.nextOffset() - offset;
            if (!records.isEmpty() && bytes > maxPeekBytes) {
                break;
            }
            records.add(entry.spooled());
            offset = entry.nextOffset();
            number++;
        }
        return records;
    }

    /** Waits until there is something to send, at most for {@code patience}. */
    public synchronized void awaitRecords(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (records() == 0) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /** All records up to {@code number} have arrived: they are not handed out again, and files that hold nothing else are deleted. */
    public synchronized void acknowledge(long number) throws IOException {
        if (number >= head) {
            seek(number + 1);
            writeHead();
        }
    }

    public synchronized State state() {
        return new State(records(), bytes(), dropped);
    }

    private long records() {
        SegmentFile last = segments.peekLast();
        return last == null ? 0 : last.endNumber() - head;
    }

    private long bytes() {
        long sum = 0;
        for (SegmentFile segment : segments) {
            sum += segment.sizeBytes();
        }
        return sum;
    }

    private void dropFirstSegment() throws IOException {
        SegmentFile first = segments.getFirst();
        log.warn("the spool is full: records {} to {} are dropped", head, first.endNumber() - 1);
        dropTo(first.endNumber());
    }

    private void dropTo(long number) throws IOException {
        dropped += Math.max(0, number - head);
        seek(number);
        writeHead();
    }

    /** Makes {@code number} the head, or the nearest record that there is. */
    private void seek(long number) throws IOException {
        while (!segments.isEmpty() && segments.getFirst().endNumber() <= number && segments.size() > 1) {
            segments.removeFirst().delete();
        }
        SegmentFile first = segments.peekFirst();
        if (first == null) {
            head = number;
            headOffset = 0;
            return;
        }
        if (first.endNumber() <= number && first.sizeBytes() > 0) {
            // all of the last one has arrived: begin a new file, so that the old one can go
            segments.removeFirst();
            segments.addLast(SegmentFile.create(directory, Math.max(number, first.endNumber())));
            first.delete();
            first = segments.getFirst();
        }
        boolean onward = first.firstNumber() <= head && head <= number;
        long at = onward ? head : first.firstNumber();
        long offset = onward ? headOffset : 0;
        while (at < Math.min(number, first.endNumber())) {
            SegmentFile.Entry entry = first.read(offset, at - first.firstNumber());
            if (entry == null) {
                break;
            }
            offset = entry.nextOffset();
            at++;
        }
        head = Math.max(at, first.firstNumber());
        headOffset = offset;
    }

    private Path headFile() {
        return directory.resolve("head");
    }

    /**
     * Written beside and moved into place. Not forced to disk: an older head after a power failure only means that some records are
     * sent twice, and receivers know them by their name.
     */
    private void writeHead() throws IOException {
        Path fresh = directory.resolve("head.new");
        Files.writeString(fresh, Long.toString(head));
        Files.move(fresh, headFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private long readHead() throws IOException {
        if (!Files.exists(headFile())) {
            return 0;
        }
        String text = Files.readString(headFile()).strip();
        if (!text.matches("\\d{1,18}")) {
            log.warn("{} is damaged; all that the spool holds is sent again", headFile());
            return 0;
        }
        return Long.parseLong(text);
    }

    @Override
    public synchronized void close() throws IOException {
        for (SegmentFile segment : segments) {
            segment.close();
        }
    }
}
