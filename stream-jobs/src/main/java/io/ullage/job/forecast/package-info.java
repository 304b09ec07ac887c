/**
 * When a pool, its metadata or what a tenant occupies will be full. Formulas, limits and measured coverage are in {@code docs/forecast.md}.
 *
 * <p>Built on {@link io.ullage.job.trend}: steps are no trend, a slope is that of H. Theil, <i>A rank-invariant method of linear and
 * polynomial regression analysis</i>, 1950. Intervals by a block bootstrap (H. Künsch,
 * <a href="https://doi.org/10.1214/aos/1176347265"><i>The jackknife and the bootstrap for general stationary observations</i></a>, 1989),
 * each path divided by how far its own past moved, as in the bootstrap-t of P. Hall, 1988.
 *
 * <p>Pure: no Flink, no clock, no chance: the same readings give the same answer. Guarantees: quantiles ascend; nothing is said beyond
 * the horizon; too little history is said, with what is missing.
 */
@NullMarked
package io.ullage.job.forecast;

import org.jspecify.annotations.NullMarked;
