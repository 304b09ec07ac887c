package io.ullage.service.console;

import io.ullage.schema.ledger.LedgerClass;
import io.ullage.service.estate.Row;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ledger as it was on the average of a day. The classes are rounded one by one, so that their sum may miss the provisioned bytes by a few.
 *
 * @param day its first instant, of UTC
 * @param classes each class's best figure, in bytes
 * @param allocatedBytes what was occupied; absent where nobody said
 */
record LedgerDay(
        Instant day,
        Map<LedgerClass, Long> classes,
        @Nullable Long allocatedBytes,
        @Nullable Long guestLiveBytes) {
    LedgerDay {
        classes = Map.copyOf(classes);
    }

    static LedgerDay of(Row row) {
        Map<LedgerClass, Long> classes = new EnumMap<>(LedgerClass.class);
        for (LedgerClass one : LedgerClass.values()) {
            classes.put(one, row.number(one.name().toLowerCase(Locale.ROOT) + "Bytes"));
        }
        return new LedgerDay(
                row.time("day"), classes, row.optionalNumber("allocatedBytes"), row.optionalNumber("guestLiveBytes"));
    }

    long bytes(LedgerClass ledgerClass) {
        return classes.getOrDefault(ledgerClass, 0L);
    }
}
