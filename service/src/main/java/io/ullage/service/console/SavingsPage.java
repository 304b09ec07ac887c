package io.ullage.service.console;

import static io.ullage.service.estate.Collection.SAVINGS;
import static io.ullage.service.estate.Collection.SAVINGS_EACH;

import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.Page;
import io.ullage.service.estate.Row;
import io.ullage.service.estate.RowQuery;
import io.ullage.service.estate.Scope;
import io.ullage.service.recommend.rule.Action;
import io.ullage.service.web.Links;
import io.ullage.service.web.ListParameters;
import io.ullage.service.web.Parameters;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was promised, and what came of it.
 *
 * @param rules what came back most first
 * @param acts each that was measured, the newest first
 */
record SavingsPage(List<Rule> rules, Listed<Row> acts) {
    private static final int RULES = 100;

    /**
     * What one rule promised and what came of it.
     *
     * @param within acts of which what came back lay between what was promised at least and at most
     * @param kept what came back ÷ what was promised; absent while no act was measured
     */
    record Rule(
            Action action,
            long open,
            long openBytes,
            long accepted,
            long acceptedBytes,
            long dismissed,
            long realised,
            long promisedBytes,
            @Nullable Long realisedBytes,
            @Nullable Double kept,
            long within) {
        static Rule of(Row row) {
            long realised = row.number("realised");
            return new Rule(
                    Action.named(row.text("rule")),
                    row.number("open"),
                    row.number("openBytes"),
                    row.number("accepted"),
                    row.number("acceptedBytes"),
                    row.number("dismissed"),
                    realised,
                    row.number("promisedBytes"),
                    realised == 0 ? null : row.optionalNumber("realisedBytes"),
                    realised == 0 ? null : row.optionalRatio("realisedRatio"),
                    row.number("within"));
        }
    }

    static SavingsPage of(Pages pages, Parameters parameters, Scope scope) throws SQLException {
        RowQuery query = ListParameters.rows(SAVINGS_EACH, parameters);
        Answer<List<Rule>> rules = pages.first(SAVINGS, RULES, scope, Rule::of);
        Answer<Long> count = pages.ask(() -> pages.rows().count(query, scope));
        Page<Row> acts = pages.rows().page(query, scope);
        return new SavingsPage(rules.get(), Listed.of(query, acts, count.get(), Links.SAVINGS, row -> row));
    }

    long realised() {
        return rules.stream().mapToLong(Rule::realised).sum();
    }

    long realisedBytes() {
        return rules.stream()
                .map(Rule::realisedBytes)
                .filter(java.util.Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    long promisedBytes() {
        return rules.stream().mapToLong(Rule::promisedBytes).sum();
    }

    long within() {
        return rules.stream().mapToLong(Rule::within).sum();
    }

    long acceptedBytes() {
        return rules.stream().mapToLong(Rule::acceptedBytes).sum();
    }

    long openBytes() {
        return rules.stream().mapToLong(Rule::openBytes).sum();
    }
}
