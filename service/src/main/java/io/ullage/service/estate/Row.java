package io.ullage.service.estate;

import com.fasterxml.jackson.annotation.JsonValue;
import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Ledger;
import io.ullage.schema.ledger.Method;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row by their names in the catalogue of measures, such as {@code provisionedBytes}. What is not known is absent.
 *
 * @param values {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@code BigDecimal}, {@code Instant} or a list of texts
 */
public record Row(@JsonValue Map<String, Object> values) {

    public @Nullable Object value(String name) {
        return values.get(name);
    }

    public String text(String name) {
        return (String) present(name);
    }

    public @Nullable String optionalText(String name) {
        return (String) values.get(name);
    }

    public long number(String name) {
        return (Long) present(name);
    }

    public @Nullable Long optionalNumber(String name) {
        return (Long) values.get(name);
    }

    public @Nullable Double optionalRatio(String name) {
        return (Double) values.get(name);
    }

    public boolean flag(String name) {
        return (Boolean) present(name);
    }

    public Instant time(String name) {
        return (Instant) present(name);
    }

    public @Nullable Instant optionalTime(String name) {
        return (Instant) values.get(name);
    }

    public List<String> texts(String name) {
        return ((List<?>) present(name)).stream().map(String::valueOf).toList();
    }

    /** The eight classes, of a volume or of the sums over a pool's. */
    public Ledger ledger() {
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
        return Method.SAMPLED.name().equals(values.get("method")) ? Method.SAMPLED : Method.BOUNDED;
    }

    private Object present(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the store has no " + name + " in " + values.keySet());
        }
        return value;
    }
}
