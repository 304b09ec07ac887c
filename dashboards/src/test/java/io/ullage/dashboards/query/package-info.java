/** Macros and variables, held to what the plugin and Grafana make of them. */
package io.ullage.dashboards.query;
