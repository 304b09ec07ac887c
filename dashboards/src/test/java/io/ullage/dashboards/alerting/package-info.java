/** The rules that hold over the alert rules for Grafana, as they are checked in. */
package io.ullage.dashboards.alerting;
