/**
 * {@code ullage forecast}: when pools, their metadata and tenants will be full, as they are and if something were different; and the routine
 * that keeps forecasts in the store and tells the alert rules.
 *
 * <p>How it is reckoned is {@link io.ullage.job.forecast}'s; what goes in and out are the views and the table of {@code V016__forecast.sql}.
 */
@NullMarked
package io.ullage.service.forecast;

import org.jspecify.annotations.NullMarked;
