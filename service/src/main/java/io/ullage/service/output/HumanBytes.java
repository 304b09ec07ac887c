package io.ullage.service.output;

import java.util.Locale;

/** Bytes for people, in binary units (IEC 80000-13): {@code 31.5 GiB}. */
public final class HumanBytes {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private HumanBytes() {}

    /** At most three digits before the point, one after it below 100; whole bytes stay whole. */
    public static String text(long bytes) {
        if (bytes < 0) {
            return bytes == Long.MIN_VALUE ? "-8.0 EiB" : "-" + text(-bytes);
        }
        int unit = 0;
        double value = bytes;
        while (unit < UNITS.length - 1 && value >= (unit == 0 ? 1024 : 1023.5)) {
            value /= 1024;
            unit++;
        }
        boolean whole = unit == 0 || value >= 99.95;
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }
}
