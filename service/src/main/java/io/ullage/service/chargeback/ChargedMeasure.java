package io.ullage.service.chargeback;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a price can be put on, in bytes that stand for a time. */
public enum ChargedMeasure {
    /** The size that the guest sees: {@code provisionedBytes}. Of layers beneath others, which no guest sees, nothing. */
    PROVISIONED,
    /**
     * What it occupies in its pool: {@code allocatedBytes}. Where the tier has a price for snapshots too, without
     * {@code snapshotBytes}, so that no byte is charged twice.
     */
    ALLOCATED,
    /** Held by the guest: {@code guestLiveBytes}; absent where nobody looks into it. */
    LIVE,
    /** Held by snapshots alone: {@code snapshotBytes} of internal ones and {@code exclusiveBytes} of those that the pool makes. */
    SNAPSHOT,
    /** Its share of what deduplication leaves: {@code attributedBytes}; absent where no content was scanned. */
    DEDUP_ATTRIBUTED;

    /** As rate cards and listings write it, such as {@code dedup-attributed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<ChargedMeasure> of(String word) {
        return Arrays.stream(values())
                .filter(measure -> measure.word().equals(word))
                .findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(ChargedMeasure::word).collect(Collectors.joining(", "));
    }
}
