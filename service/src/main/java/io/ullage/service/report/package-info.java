/**
 * What the store says of now, for people and programs: the views of {@link io.ullage.service.store.Report}, filtered, sorted and printed.
 *
 * <p>Names and units are those of the catalogue of measures; nothing is computed here that a view does not say.
 */
@NullMarked
package io.ullage.service.report;

import org.jspecify.annotations.NullMarked;
