package io.ullage.service.scan;

import io.ullage.schema.ledger.LedgerClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A ledger as a row of cells, one class after the other: coloured blocks on a terminal, letters elsewhere. */
final class LedgerBar {
    private static final String RESET = "\u001b[0m";

    /** How a class is drawn, in the order in which the bar shows them. */
    private enum Look {
        LIVE(LedgerClass.LIVE, 'L', 32),
        DEAD(LedgerClass.DEAD, 'D', 31),
        STRANDED(LedgerClass.STRANDED, 'S', 35),
        ZEROED(LedgerClass.ZEROED, 'Z', 36),
        RESERVED(LedgerClass.RESERVED, 'R', 33),
        UNSEEN(LedgerClass.UNSEEN, '?', 90),
        CLAIMED(LedgerClass.CLAIMED, 'c', 92),
        ULLAGE(LedgerClass.ULLAGE, '.', 37);

        final LedgerClass ledgerClass;
        final char letter;
        final int colour;

        Look(LedgerClass ledgerClass, char letter, int colour) {
            this.ledgerClass = ledgerClass;
            this.letter = letter;
            this.colour = colour;
        }

        /** Ullage stays a dot: it is where nothing is. */
        String cells(int count, boolean colours) {
            if (!colours) {
                return String.valueOf(letter).repeat(count);
            }
            return "\u001b[" + colour + "m" + (this == ULLAGE ? "·" : "█").repeat(count) + RESET;
        }
    }

    private LedgerBar() {}

    /** @param cells how wide; every class that is not empty gets at least one */
    static String draw(ScannedVolume volume, int cells, boolean colours) {
        Map<Look, Integer> shares = shares(volume, cells);
        StringBuilder bar = new StringBuilder("[");
        shares.forEach((look, count) -> bar.append(look.cells(count, colours)));
        return bar.append(']').toString();
    }

    static String legend(boolean colours) {
        List<String> parts = new ArrayList<>();
        for (Look look : Look.values()) {
            parts.add(look.cells(1, colours) + " " + look.ledgerClass.name().toLowerCase(Locale.ROOT));
        }
        return parts.stream().collect(Collectors.joining("  "));
    }

    /** Largest remainder, after one cell for each class that is there. */
    private static Map<Look, Integer> shares(ScannedVolume volume, int cells) {
        Map<Look, Integer> shares = new EnumMap<>(Look.class);
        Map<Look, Double> remainders = new EnumMap<>(Look.class);
        long provisioned = volume.reading().provisionedBytes();
        List<Look> present = new ArrayList<>();
        for (Look look : Look.values()) {
            if (volume.bestBytes(look.ledgerClass) > 0) {
                present.add(look);
            }
        }
        int left = cells - present.size();
        for (Look look : present) {
            double exact = (double) volume.bestBytes(look.ledgerClass) / provisioned * (cells - present.size());
            int whole = (int) Math.floor(exact);
            shares.put(look, 1 + whole);
            remainders.put(look, exact - whole);
            left -= whole;
        }
        List<Look> byRemainder = present.stream()
                .sorted(Comparator.comparing((Look look) -> remainders.get(look))
                        .reversed())
                .toList();
        for (int i = 0; i < left && i < byRemainder.size(); i++) {
            shares.merge(byRemainder.get(i), 1, Integer::sum);
        }
        return shares;
    }
}
