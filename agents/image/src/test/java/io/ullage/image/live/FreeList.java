package io.ullage.image.live;

import io.ullage.image.ExtentCursor;
import io.ullage.image.GuestState;
import io.ullage.image.LiveMap;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Free extents as start → length in bytes, neighbours joined. */
final class FreeList {
    private static final Pattern FREE_LINE = Pattern.compile("^  Free blocks: (.*)$", Pattern.MULTILINE);
    private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d+))?");

    private FreeList() {}

    static SortedMap<Long, Long> of(LiveMap map) throws IOException {
        SortedMap<Long, Long> free = new TreeMap<>();
        try (ExtentCursor<GuestState> extents = map.extents()) {
            while (extents.next()) {
                if (extents.state() == GuestState.FREE) {
                    free.put(extents.start(), extents.length());
                }
            }
        }
        return free;
    }

    static SortedMap<Long, Long> fromDumpe2fs(String dump) throws IOException {
        long blockBytes = Tool.number(dump, "^Block size: +(\\d+)$");
        // with bigalloc a range ends at the first block of its last cluster
        long pieceBytes = dump.contains("\nCluster size:") ? Tool.number(dump, "^Cluster size: +(\\d+)$") : blockBytes;
        SortedMap<Long, Long> free = new TreeMap<>();
        Matcher line = FREE_LINE.matcher(dump);
        while (line.find()) {
            Matcher range = RANGE.matcher(line.group(1));
            while (range.find()) {
                long first = Long.parseLong(range.group(1));
                long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
                add(free, first * blockBytes, last * blockBytes + pieceBytes);
            }
        }
        return free;
    }

    static void add(SortedMap<Long, Long> free, long start, long end) {
        if (!free.isEmpty() && free.lastKey() + free.get(free.lastKey()) == start) {
            free.merge(free.lastKey(), end - start, Long::sum);
        } else {
            free.put(start, end - start);
        }
    }
}
