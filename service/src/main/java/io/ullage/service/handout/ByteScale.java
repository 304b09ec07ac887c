package io.ullage.service.handout;

import org.jfree.chart.axis.NumberAxis;

/** The binary unit in which the largest value of an axis has up to four digits before the point. */
record ByteScale(String unit, double bytes) {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    static ByteScale of(long largest) {
        int unit = 0;
        double bytes = 1;
        while (unit < UNITS.length - 1 && largest / bytes >= 2048) {
            bytes *= 1024;
            unit++;
        }
        return new ByteScale(UNITS[unit], bytes);
    }

    double in(long value) {
        return value / bytes;
    }

    NumberAxis axis() {
        return new NumberAxis(unit);
    }
}
