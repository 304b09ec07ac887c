/**
 * How fast a series of bytes grows: where its last regime begins, the slope in it and how sure that is.
 *
 * <p>Slope: H. Theil, <i>A rank-invariant method of linear and polynomial regression analysis</i>, 1950; its interval:
 * P. K. Sen, <a href="https://doi.org/10.1080/01621459.1968.10480934"><i>Estimates of the regression coefficient based on Kendall's
 * tau</i></a>, 1968. Formulas, limits and measured coverage are in {@code docs/snapshot-growth.md}.
 *
 * <p>Pure: no Flink, no clock. Guarantees: a step (a trim, a delete, a migration, a resize) is no trend; what is not known is said and not
 * guessed; the same set of readings gives the same answer, in whatever order and however often they came.
 */
@NullMarked
package io.ullage.job.trend;

import org.jspecify.annotations.NullMarked;
