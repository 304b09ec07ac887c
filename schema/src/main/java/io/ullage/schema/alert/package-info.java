/**
 * What the alert rules found, as it lies on the topic {@code ullage.alerts}.
 *
 * <p>Labels are those of <a href="https://prometheus.io/docs/alerting/latest/alerts_api/">Alertmanager</a>: their names are valid there,
 * and an alert can be passed on as it is.
 *
 * <p>Guarantees: {@code (fingerprint, startsAt)} names one firing, {@code revision} grows with each message about it, and the message with
 * the highest one stands. The same message may be read twice; it then has the same three.
 */
@NullMarked
package io.ullage.schema.alert;

import org.jspecify.annotations.NullMarked;
