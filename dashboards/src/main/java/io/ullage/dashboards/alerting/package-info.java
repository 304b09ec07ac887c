/**
 * Alert rules for Grafana, for who has its alerting already and does not take Ullage's own delivery.
 *
 * <p>Facts: Grafana loads rules from files in {@code provisioning/alerting}
 * (<a href="https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/">file provisioning</a>). Rules know
 * no variables of dashboards, and ad-hoc filters are ignored: a query stands for itself, and names its data source by uid. A table with words and
 * one number becomes an alert for each row.
 *
 * <p>Guarantees: a rule leads to the panel that shows what it is about; nothing to watch is not an alert, a query that fails is one.
 */
package io.ullage.dashboards.alerting;
