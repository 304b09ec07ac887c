package io.ullage.service.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * How far a target has come on one partition: an offset, before which all is handled, what is handled beyond it, and what is being sent. The
 * latter two go into the text that Kafka keeps beside a committed offset, so that mails of a window which were sent are not sent again for the
 * one that was not, and so that what was being sent at a kill goes out again as the same message, which a receiver knows by its key.
 */
final class Progress {
    /** Kafka keeps 4096 bytes by default. */
    private static final int LONGEST_METADATA = 4000;

    /** Where a message stands for the target. */
    enum Place {
        /** From before the target was there. */
        EARLIER,
        HANDLED,
        TO_HANDLE,
        /** Was being sent when the process ended: the target may have it. */
        IN_DOUBT;

        /** Whether the target is still to be told. */
        boolean open() {
            return this == TO_HANDLE || this == IN_DOUBT;
        }
    }

    /** Before what was being sent, in the text; a version that does not know it leaves it out. */
    private static final String SENDING = "~";

    private final long from;
    private final NavigableSet<Long> open = new TreeSet<>();
    private final NavigableSet<Long> done = new TreeSet<>();
    private final NavigableSet<Long> sending = new TreeSet<>();
    private long next;

    private Progress(long from, long next) {
        this.from = from;
        this.next = next;
    }

    /** Of a target that is new, with the first offset that it is to be told. */
    static Progress beginning(long end) {
        return new Progress(end, end);
    }

    /** As it was kept. Metadata that somebody else wrote counts as none: all before the offset was told. */
    static Progress of(long offset, String metadata) {
        String[] parts = metadata.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals("1") || !parts[1].matches("\\d{1,18}")) {
            return new Progress(0, offset);
        }
        Progress progress = new Progress(Long.parseLong(parts[1]), offset);
        for (String range : parts[2].split(",")) {
            if (range.matches(SENDING + "?\\d{1,9}(-\\d{1,9})?")) {
                NavigableSet<Long> into = range.startsWith(SENDING) ? progress.sending : progress.done;
                String[] ends = range.replace(SENDING, "").split("-");
                for (long at = Long.parseLong(ends[0]); at <= Long.parseLong(ends[ends.length - 1]); at++) {
                    into.add(offset + at);
                }
            }
        }
        return progress;
    }

    /** Notes that the message was read, and says where it stands. */
    Place read(long offset) {
        if (offset < from) {
            return Place.EARLIER;
        }
        boolean handled = offset < next || done.contains(offset);
        next = Math.max(next, offset + 1);
        if (handled) {
            return Place.HANDLED;
        }
        open.add(offset);
        return sending.contains(offset) ? Place.IN_DOUBT : Place.TO_HANDLE;
    }

    /** Notes that it is about to be sent. */
    void sending(long offset) {
        sending.add(offset);
    }

    void handled(long offset) {
        sending.remove(offset);
        if (open.remove(offset)) {
            done.add(offset);
        }
    }

    /** Before which all is handled. */
    long offset() {
        if (!open.isEmpty()) {
            return open.first();
        }
        // What was handled out of turn before a restart, and is not read again yet, stays beyond the offset.
        return next;
    }

    /** What is handled beyond {@link #offset}, what is being sent, and from where on the target is told. */
    String metadata() {
        long offset = offset();
        done.headSet(offset, false).clear();
        sending.headSet(offset, false).clear();
        List<String> ranges = new ArrayList<>();
        addRanges(ranges, "", done, offset);
        // Last, because the text may be cut: what is sent twice is worse than what is sent again in other company.
        addRanges(ranges, SENDING, sending, offset);
        String text = "1 " + from + " " + String.join(",", ranges);
        return text.length() <= LONGEST_METADATA ? text : text.substring(0, text.lastIndexOf(',', LONGEST_METADATA));
    }

    private static void addRanges(List<String> ranges, String mark, NavigableSet<Long> offsets, long base) {
        long begin = -1;
        long end = -1;
        for (long at : offsets) {
            if (begin >= 0 && at == end + 1) {
                end = at;
                continue;
            }
            add(ranges, mark, begin - base, end - base);
            begin = at;
            end = at;
        }
        add(ranges, mark, begin - base, end - base);
    }

    private static void add(List<String> ranges, String mark, long begin, long end) {
        if (begin >= 0) {
            ranges.add(mark + (begin == end ? Long.toString(begin) : begin + "-" + end));
        }
    }
}
