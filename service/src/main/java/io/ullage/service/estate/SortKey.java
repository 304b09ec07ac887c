package io.ullage.service.estate;

/**
 * What a list is in order by.
 *
 * @param name of the choice, which a cursor carries along
 * @param expression over the columns of the view
 */
record SortKey(String name, String expression, Kind kind) {}
