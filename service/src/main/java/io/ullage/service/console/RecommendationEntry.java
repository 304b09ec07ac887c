package io.ullage.service.console;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import io.ullage.service.estate.Row;
import io.ullage.service.recommend.life.State;
import io.ullage.service.recommend.rule.Action;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recommendation as it stands. Sizes in bytes.
 *
 * @param rule such as {@code trim}
 * @param returned what the act brings back by the newest figures
 * @param promised the same when it got into its state
 * @param unprovisionedBytes what it takes from the size that the guest sees; absent where it leaves that
 * @param worth money a month; absent without a price
 * @param checks what must hold first
 * @param commands nothing runs them but people
 * @param until when a dismissal ends; absent for never
 * @param realisedBytes what came back; absent until that is measured
 */
record RecommendationEntry(
        String id,
        State state,
        Instant stateSince,
        Instant opened,
        @Nullable Instant accepted,
        long round,
        String rule,
        String targetKind,
        String targetId,
        String targetName,
        String poolId,
        @Nullable String machineId,
        @Nullable String tenant,
        Estimate returned,
        Estimate promised,
        @Nullable Long unprovisionedBytes,
        @Nullable Worth worth,
        String confidence,
        String why,
        List<String> checks,
        List<String> commands,
        @Nullable String reason,
        @Nullable Instant until,
        @Nullable String saidBy,
        @Nullable Long realisedBytes,
        @Nullable Instant realisedFrom,
        @Nullable Instant realisedTo) {

    /** Money a month, before discounts and not rounded. */
    record Worth(BigDecimal low, BigDecimal best, BigDecimal high, String currency) {}

    RecommendationEntry {
        checks = List.copyOf(checks);
        commands = List.copyOf(commands);
    }

    static RecommendationEntry of(Row row) {
        Method method = Method.valueOf(row.text("method"));
        return new RecommendationEntry(
                row.text("id"),
                State.valueOf(row.text("state")),
                row.time("stateSince"),
                row.time("opened"),
                row.optionalTime("accepted"),
                row.number("round"),
                row.text("rule"),
                row.text("targetKind"),
                row.text("targetId"),
                row.text("targetName"),
                row.text("poolId"),
                row.optionalText("machineId"),
                row.optionalText("tenant"),
                estimate(row, "", method),
                promised(row, method),
                row.optionalNumber("unprovisionedBytes"),
                worth(row),
                row.text("confidence"),
                row.text("why"),
                row.texts("checks"),
                row.texts("commands"),
                row.optionalText("reason"),
                row.optionalTime("until"),
                row.optionalText("saidBy"),
                row.optionalNumber("realisedBytes"),
                row.optionalTime("realisedFrom"),
                row.optionalTime("realisedTo"));
    }

    /** The store keeps the method of the newest figures; what was promised before may have been less sure. */
    private static Estimate promised(Row row, Method newest) {
        boolean sure = row.number("promisedLowBytes") == row.number("promisedHighBytes");
        return estimate(row, "promised", newest == Method.EXACT && !sure ? Method.BOUNDED : newest);
    }

    private static Estimate estimate(Row row, String of, Method method) {
        return new Estimate(
                row.number(of.isEmpty() ? "lowBytes" : of + "LowBytes"),
                row.number(of.isEmpty() ? "bestBytes" : of + "BestBytes"),
                row.number(of.isEmpty() ? "highBytes" : of + "HighBytes"),
                method);
    }

    private static @Nullable Worth worth(Row row) {
        String currency = row.optionalText("currency");
        return currency == null
                ? null
                : new Worth(
                        decimal(row, "lowMonthAmount"),
                        decimal(row, "bestMonthAmount"),
                        decimal(row, "highMonthAmount"),
                        currency);
    }

    private static BigDecimal decimal(Row row, String name) {
        return row.value(name) instanceof BigDecimal amount ? amount : BigDecimal.ZERO;
    }

    Action action() {
        return Action.named(rule);
    }
}
