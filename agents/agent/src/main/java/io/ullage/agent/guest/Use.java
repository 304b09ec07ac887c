package io.ullage.agent.guest;

import java.math.BigInteger;

/** Bytes of a range by guest state. They sum to the size of the range. */
record Use(long liveBytes, long freeBytes, long unseenBytes) {
    static final Use NONE = new Use(0, 0, 0);

    Use {
        if (liveBytes < 0 || freeBytes < 0 || unseenBytes < 0) {
            throw new IllegalArgumentException(
                    "use: must not be negative, was " + liveBytes + ", " + freeBytes + ", " + unseenBytes);
        }
    }

    static Use live(long bytes) {
        return new Use(bytes, 0, 0);
    }

    static Use free(long bytes) {
        return new Use(0, bytes, 0);
    }

    static Use unseen(long bytes) {
        return new Use(0, 0, bytes);
    }

    long totalBytes() {
        return liveBytes + freeBytes + unseenBytes;
    }

    Use plus(Use other) {
        return new Use(liveBytes + other.liveBytes, freeBytes + other.freeBytes, unseenBytes + other.unseenBytes);
    }

    /** The same proportions over another size; what rounding leaves counts as live. */
    Use over(long bytes) {
        long total = totalBytes();
        if (total == bytes) {
            return this;
        }
        if (total == 0) {
            return unseen(bytes);
        }
        long free = share(freeBytes, bytes, total);
        long unseen = share(unseenBytes, bytes, total);
        return new Use(bytes - free - unseen, free, unseen);
    }

    /** {@code part × bytes ÷ total} in 128 bits, rounded down. */
    private static long share(long part, long bytes, long total) {
        return BigInteger.valueOf(part)
                .multiply(BigInteger.valueOf(bytes))
                .divide(BigInteger.valueOf(total))
                .longValueExact();
    }
}
