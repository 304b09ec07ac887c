/**
 * The ten dashboards and the alert rules for Grafana, as they are before they become JSON. Each panel asks a question, says how its number comes
 * about, and leads to where one goes next.
 *
 * <p>Guarantees: everything here is checked in as JSON below {@code dashboards/grafana}; a test holds both equal.
 */
package io.ullage.dashboards;
