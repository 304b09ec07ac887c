package io.ullage.service.estate;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.ledger.Method;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of a row by their names in the catalogue of measures. What is not known is absent. */
record Fields(Map<String, Object> row) {

    /** {@code volume_id} is {@code volumeId}. */
    static String name(String column) {
        StringBuilder name = new StringBuilder();
        for (String word : column.split("_", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    @Nullable
    Object value(String name) {
        return row.get(name);
    }

    String text(String name) {
        return (String) present(name);
    }

    @Nullable
    String optionalText(String name) {
        return (String) row.get(name);
    }

    long number(String name) {
        return (Long) present(name);
    }

    @Nullable
    Long optionalNumber(String name) {
        return (Long) row.get(name);
    }

    @Nullable
    Double optionalRatio(String name) {
        return (Double) row.get(name);
    }

    boolean flag(String name) {
        return (Boolean) present(name);
    }

    Instant time(String name) {
        return (Instant) present(name);
    }

    @Nullable
    Instant optionalTime(String name) {
        return (Instant) row.get(name);
    }

    @SuppressWarnings("unchecked")
    List<String> texts(String name) {
        return (List<String>) present(name);
    }

    /** The eight classes, of a volume or of the sums over a pool's. */
    Ledger ledger() {
        return new Ledger(
                number("provisionedBytes"),
                bounded("live"),
                Estimate.exact(number("claimedBytes")),
                bounded("dead"),
                bounded("stranded"),
                bounded("zeroed"),
                bounded("reserved"),
                Estimate.exact(number("ullageBytes")),
                Estimate.exact(number("unseenBytes")));
    }

    private Estimate bounded(String ledgerClass) {
        long low = number(ledgerClass + "LowBytes");
        long best = number(ledgerClass + "Bytes");
        long high = number(ledgerClass + "HighBytes");
        return low == high ? Estimate.exact(best) : new Estimate(low, best, high, weakest());
    }

    /** Of the row as a whole: classes that have bounds have them by its weakest method. */
    private Method weakest() {
        Method method = Method.valueOf(text("method"));
        return method == Method.EXACT ? Method.BOUNDED : method;
    }

    private Object present(String name) {
        Object value = row.get(name);
        if (value == null) {
            throw new IllegalStateException("the store has no " + name + " in " + row.keySet());
        }
        return value;
    }
}
