package io.ullage.service.handout;

import io.ullage.schema.ledger.LedgerClass;
import java.awt.Color;

/**
 * Colours: those of Okabe and Ito, which people with any kind of colour vision tell apart, the same for a class in the dashboards and on the
 * console. Colour never stands alone: each class is named beside it.
 */
final class Palette {
    static final Color INK = new Color(0x1F2933);
    static final Color SOFT = new Color(0x5F6B7A);
    static final Color GRID = new Color(0xE3E7EB);
    static final Color BEST = new Color(0x0072B2);
    static final Color RANGE = new Color(0x9CC9E3);
    static final Color ALARM = new Color(0xD55E00);
    static final Color AIR = new Color(0xE69F00);

    private Palette() {}

    static Color of(LedgerClass ledgerClass) {
        return switch (ledgerClass) {
            case LIVE -> new Color(0x0072B2);
            case CLAIMED -> new Color(0x56B4E9);
            case DEAD -> new Color(0xD55E00);
            case STRANDED -> new Color(0xE69F00);
            case ZEROED -> new Color(0xF0E442);
            case RESERVED -> new Color(0xCC79A7);
            case ULLAGE -> new Color(0xBBBBBB);
            case UNSEEN -> new Color(0x666666);
        };
    }

    /** As CSS writes it. */
    static String css(Color color) {
        return String.format("#%06X", color.getRGB() & 0xFFFFFF);
    }
}
