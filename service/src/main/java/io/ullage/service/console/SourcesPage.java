package io.ullage.service.console;

import static io.ullage.service.estate.Collection.COLLECTORS;
import static io.ullage.service.estate.Collection.SOURCES;
import static io.ullage.service.estate.Collection.UNMATCHED;

import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.Row;
import io.ullage.service.estate.RowQuery;
import io.ullage.service.estate.Scope;
import io.ullage.service.web.Links;
import io.ullage.service.web.ListParameters;
import io.ullage.service.web.Parameters;
import java.sql.SQLException;
import java.util.List;

/**
 * Who reads, and how well what they send arrives.
 *
 * @param agents heard in the last two days
 * @param refused counts what could not be taken of what they sent in the last two days
 * @param unmatched guest disks and volumes without a counterpart, with the reason
 */
record SourcesPage(Listed<Row> agents, Row refused, List<Row> collectors, List<Row> unmatched, long unmatchedCount) {
    static final long FAR_BEHIND_SECONDS = 900;

    private static final int MOST = 100;

    static SourcesPage of(Pages pages, Parameters parameters, Scope scope) throws SQLException {
        RowQuery query = ListParameters.rows(SOURCES, parameters);
        RowQuery alone = RowQuery.first(UNMATCHED, MOST);
        Answer<List<Row>> collectors = pages.first(COLLECTORS, MOST, scope, row -> row);
        Answer<List<Row>> unmatched = pages.first(alone, scope, row -> row);
        Answer<Row> refused = pages.ask(() -> pages.refusals().latest());
        Answer<Long> count = pages.ask(() -> pages.rows().count(alone, scope));
        return new SourcesPage(
                pages.listed(query, scope, Links.SOURCES, row -> row),
                refused.get(),
                collectors.get(),
                unmatched.get(),
                count.get());
    }

    static boolean isFarBehind(Row row) {
        Long behind = row.optionalNumber("behindSeconds");
        return behind != null && behind > FAR_BEHIND_SECONDS;
    }

    boolean isAnyRefused() {
        return refused.number("malformedReports") + refused.number("rejectedReadings") > 0;
    }
}
