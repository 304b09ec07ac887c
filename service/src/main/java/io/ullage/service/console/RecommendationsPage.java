package io.ullage.service.console;

import static io.ullage.service.estate.Collection.RECOMMENDATIONS;

import io.ullage.service.console.Together.Answer;
import io.ullage.service.estate.Page;
import io.ullage.service.estate.PoolEntry;
import io.ullage.service.estate.Row;
import io.ullage.service.estate.RowQuery;
import io.ullage.service.estate.Scope;
import io.ullage.service.recommend.life.State;
import io.ullage.service.web.Links;
import io.ullage.service.web.ListParameters;
import io.ullage.service.web.Parameters;
import java.sql.SQLException;
import java.util.List;

/** Recommendations, filtered and in order. */
record RecommendationsPage(
        Listed<RecommendationEntry> list, Returned sums, List<PoolEntry> pools, List<String> tenants) {
    private static final String STATE = "state";

    static RecommendationsPage of(Pages pages, Parameters parameters, Scope scope) throws SQLException {
        RowQuery query = ListParameters.rows(RECOMMENDATIONS, parameters);
        Answer<Returned> sums =
                pages.ask(() -> Returned.of(pages.recommendations().sums(query, scope)));
        Answer<List<PoolEntry>> pools = pages.poolChoices(scope);
        Answer<List<String>> tenants = pages.ask(() -> pages.recommendations().tenants(scope));
        Page<Row> page = pages.rows().page(query, scope);
        return new RecommendationsPage(
                Listed.of(query, page, sums.get().count(), Links.RECOMMENDATIONS, RecommendationEntry::of),
                sums.get(),
                pools.get(),
                tenants.get());
    }

    static String word(State state) {
        return Parameters.word(state);
    }

    /** The same filters, of another state; {@code all} for every one. */
    String in(String state) {
        Address address = list.address().with(STATE, state.equals("all") ? null : state);
        return new Sorted(address, list.query().sort(), list.query().descending(), sort -> true)
                .address()
                .toString();
    }

    boolean isIn(String state) {
        String chosen = list.filter(STATE);
        return chosen == null ? state.equals("all") : chosen.equalsIgnoreCase(state);
    }

    boolean isOpenOnly() {
        return isIn("open")
                && list.query().filters().size() == 1
                && list.query().text() == null;
    }
}
