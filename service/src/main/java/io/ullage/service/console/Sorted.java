package io.ullage.service.console;

import io.ullage.service.web.ListParameters;
import io.ullage.service.web.Parameters;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A list that is in order by one of its columns.
 *
 * @param filtered the address without order and place
 * @param descendingFirst which way a column is turned when it is chosen
 */
record Sorted<S extends Enum<S>>(Address filtered, S sort, boolean descending, Predicate<S> descendingFirst) {

    /** Of the list as it is, at its beginning. */
    Address address() {
        return filtered.with(ListParameters.SORT, Parameters.word(sort)).with(ListParameters.ORDER, order(descending));
    }

    /** In order by a column; the other way round if it is already. */
    String by(S column) {
        boolean down = column == sort ? !descending : descendingFirst.test(column);
        return filtered.with(ListParameters.SORT, Parameters.word(column))
                .with(ListParameters.ORDER, order(down))
                .toString();
    }

    /** For {@code aria-sort}; absent for what the list is not in order by. */
    @Nullable String state(S column) {
        return column == sort ? (descending ? "descending" : "ascending") : null;
    }

    String sortWord() {
        return Parameters.word(sort);
    }

    String orderWord() {
        return order(descending);
    }

    private static String order(boolean descending) {
        return descending ? "desc" : "asc";
    }
}
