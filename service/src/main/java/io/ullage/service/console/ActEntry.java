package io.ullage.service.console;

import io.ullage.schema.ledger.Estimate;
import io.ullage.schema.ledger.Method;
import io.ullage.service.estate.Row;
import io.ullage.service.recommend.rule.Action;
import org.jspecify.annotations.Nullable;

/**
 * What a recommendation is about and what it returns, in bytes.
 *
 * @param unprovisionedBytes what it takes from the size that the guest sees; absent where it leaves that
 */
record ActEntry(
        String id,
        Action action,
        String targetName,
        Estimate returned,
        @Nullable Long unprovisionedBytes) {
    static ActEntry of(Row row) {
        return new ActEntry(
                row.text("id"),
                Action.named(row.text("rule")),
                row.text("targetName"),
                new Estimate(
                        row.number("lowBytes"),
                        row.number("bestBytes"),
                        row.number("highBytes"),
                        Method.valueOf(row.text("method"))),
                row.optionalNumber("unprovisionedBytes"));
    }
}
