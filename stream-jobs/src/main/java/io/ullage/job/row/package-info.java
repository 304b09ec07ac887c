/**
 * What the jobs write to the store: one record per row, and {@link io.ullage.job.row.Tables} that says which column holds what, by
 * <a href="https://clickhouse.com/docs/interfaces/formats/RowBinary">RowBinary</a> type.
 *
 * <p>A row has a natural key (entity, interval start; whose a machine is, from when on) and a {@code revision} that only grows with what is known: the same readings give
 * the same row, more readings a higher revision. A replay therefore writes rows that are there already, and a row from fewer readings
 * never replaces one from more. Absent is null, never zero.
 */
@NullMarked
package io.ullage.job.row;

import org.jspecify.annotations.NullMarked;
