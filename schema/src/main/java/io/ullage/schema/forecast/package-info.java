/**
 * When something will be full, as it lies on the topic {@code ullage.forecasts} and in the table {@code forecast}. How it is reckoned:
 * {@code docs/forecast.md}.
 *
 * <p>Guarantees: {@code (subject, entityId, time)} names one forecast, and of several messages about it the one that was made last stands.
 * A quantile that is absent lies beyond the horizon, or nothing could be said: the verdict tells which.
 */
@NullMarked
package io.ullage.schema.forecast;

import org.jspecify.annotations.NullMarked;
