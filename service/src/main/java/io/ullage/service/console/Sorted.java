package io.ullage.service.console;

import io.ullage.service.web.ListParameters;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A list that is in order by one of its columns.
 *
 * @param filtered the address without order and place
 * @param sort the word of that column in the address
 * @param descendingFirst which way a column is turned when it is chosen
 */
record Sorted(Address filtered, String sort, boolean descending, Predicate<String> descendingFirst) {

    /** Of the list as it is, at its beginning. */
    Address address() {
        return filtered.with(ListParameters.SORT, sort).with(ListParameters.ORDER, order());
    }

    /** In order by a column; the other way round if it is already. */
    String by(String column) {
        boolean down = column.equals(sort) ? !descending : descendingFirst.test(column);
        return filtered.with(ListParameters.SORT, column)
                .with(ListParameters.ORDER, down ? "desc" : "asc")
                .toString();
    }

    /** For {@code aria-sort}; absent for what the list is not in order by. */
    @Nullable
    String state(String column) {
        return column.equals(sort) ? (descending ? "descending" : "ascending") : null;
    }

    String order() {
        return descending ? "desc" : "asc";
    }

    /** Absent where it is the last page. */
    @Nullable
    String page(@Nullable String after) {
        return after == null
                ? null
                : address().with(ListParameters.AFTER, after).toString();
    }
}
