/**
 * The store: ClickHouse through JDBC. Tables and views are in numbered, append-only SQL files of the module {@code schema}; what the
 * product asks are views there, so that this package holds no business rule in a string.
 *
 * <p>{@link io.ullage.service.store.Migrations} is idempotent and refuses a file that was changed after it was applied. Listings carry
 * the names of the catalogue of measures; what is not known is absent, never zero.
 */
@NullMarked
package io.ullage.service.store;

import org.jspecify.annotations.NullMarked;
