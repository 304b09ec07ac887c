/**
 * What becomes of a panel's query before ClickHouse sees it: first Grafana's variables and {@code $__conditionalAll} in the browser, then the macros
 * of the plugin {@code grafana-clickhouse-datasource}
 * (<a href="https://grafana.com/docs/plugins/grafana-clickhouse-datasource/latest/query-editor/">query editor</a>) in its backend.
 *
 * <p>Guarantees: what is not known here is refused by name, so that no query is tried that a real Grafana would send otherwise.
 */
package io.ullage.dashboards.query;
