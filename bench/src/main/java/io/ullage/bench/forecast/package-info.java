/**
 * Forecasts held against what came: families of made-up series, what others do, and the score of each. What the columns mean:
 * {@code docs/forecast.md}.
 *
 * <p>The capacity of a series is chosen by the law that it was made with, never by its future, so that nothing of what came is known to
 * who forecasts.
 */
@NullMarked
package io.ullage.bench.forecast;

import org.jspecify.annotations.NullMarked;
