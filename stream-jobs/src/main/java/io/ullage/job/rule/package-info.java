/**
 * Alert rules and what they make of readings. {@code docs/alerts.md} says how a rule reads and what comes of late, missing and double
 * readings. The words are those of
 * <a href="https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/">Prometheus</a> ({@code for},
 * {@code labels}, {@code annotations}) where it has one.
 *
 * <p>Everything here is pure: state goes in and comes out, time is what the readings say or what the caller says. The job, the
 * command line and the tests run the same classes.
 *
 * <p>Guarantees: a rule of which anything is wrong is refused with everything that is wrong with it; a comparison of different units is
 * wrong; a measure that is absent makes a comparison neither true nor false.
 */
@NullMarked
package io.ullage.job.rule;

import org.jspecify.annotations.NullMarked;
