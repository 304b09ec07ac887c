package io.ullage.service.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * How far a target has come on one partition: an offset, before which all is handled, and what is handled beyond it. The latter goes into the
 * text that Kafka keeps beside a committed offset, so that mails of a window which were sent are not sent again for the one that was not.
 */
final class Progress {
    /** Kafka keeps 4096 bytes by default. */
    private static final int LONGEST_METADATA = 4000;

    /** Where a message stands for the target. */
    enum Place {
        /** From before the target was there. */
        EARLIER,
        HANDLED,
        TO_HANDLE
    }

    private final long from;
    private final NavigableSet<Long> open = new TreeSet<>();
    private final NavigableSet<Long> done = new TreeSet<>();
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
            if (range.matches("\\d{1,9}(-\\d{1,9})?")) {
                String[] ends = range.split("-");
                for (long at = Long.parseLong(ends[0]); at <= Long.parseLong(ends[ends.length - 1]); at++) {
                    progress.done.add(offset + at);
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
        if (!handled) {
            open.add(offset);
        }
        return handled ? Place.HANDLED : Place.TO_HANDLE;
    }

    void handled(long offset) {
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

    /** What is handled beyond {@link #offset}, and from where on the target is told. */
    String metadata() {
        long offset = offset();
        done.headSet(offset, false).clear();
        List<String> ranges = new ArrayList<>();
        long begin = -1;
        long end = -1;
        for (long at : done) {
            if (begin >= 0 && at == end + 1) {
                end = at;
                continue;
            }
            add(ranges, begin - offset, end - offset);
            begin = at;
            end = at;
        }
        add(ranges, begin - offset, end - offset);
        String text = "1 " + from + " " + String.join(",", ranges);
        return text.length() <= LONGEST_METADATA ? text : text.substring(0, text.lastIndexOf(',', LONGEST_METADATA));
    }

    private static void add(List<String> ranges, long begin, long end) {
        if (begin >= 0) {
            ranges.add(begin == end ? Long.toString(begin) : begin + "-" + end);
        }
    }
}
