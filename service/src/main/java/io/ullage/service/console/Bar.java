package io.ullage.service.console;

import io.ullage.schema.ledger.LedgerClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * A ledger as one bar, 1000 wide: each class that has bytes is as wide as its share. It is SVG, since widths as styles would need a weaker
 * content security policy.
 *
 * @param label what somebody hears who does not see it
 */
record Bar(List<Segment> segments, String label) {
    static final int WIDTH = 1000;

    /** What does the work first, then what could come back, then what takes no room. */
    static final List<LedgerClass> ORDER = List.of(
            LedgerClass.LIVE,
            LedgerClass.UNSEEN,
            LedgerClass.DEAD,
            LedgerClass.STRANDED,
            LedgerClass.ZEROED,
            LedgerClass.RESERVED,
            LedgerClass.CLAIMED,
            LedgerClass.ULLAGE);

    /** @param style name of the class's colour */
    record Segment(String style, double x, double width, String title) {}

    Bar {
        segments = List.copyOf(segments);
    }

    static Bar of(ToLongFunction<LedgerClass> bytes) {
        long whole = ORDER.stream().mapToLong(bytes).sum();
        List<Segment> segments = new ArrayList<>();
        List<String> words = new ArrayList<>();
        long before = 0;
        for (LedgerClass ledgerClass : ORDER) {
            long part = bytes.applyAsLong(ledgerClass);
            if (part <= 0) {
                continue;
            }
            String title = name(ledgerClass) + " " + Format.bytes(part) + ", " + Format.share(part, whole);
            segments.add(new Segment(name(ledgerClass), at(before, whole), at(part, whole), title));
            words.add(title);
            before += part;
        }
        return new Bar(segments, words.isEmpty() ? "nothing provisioned" : String.join("; ", words));
    }

    static String name(LedgerClass ledgerClass) {
        return ledgerClass.name().toLowerCase(Locale.ROOT);
    }

    private static double at(long part, long whole) {
        return Math.round(10.0 * WIDTH * part / whole) / 10.0;
    }
}
