/**
 * What the panels of the dashboards cost over a large estate.
 *
 * <p>Facts: each query is sent as Grafana's plugin sends it, macros expanded, over HTTP in the Native format, by the read-only user; ClickHouse tells what
 * it read in the header {@code X-ClickHouse-Summary} (<a href="https://clickhouse.com/docs/interfaces/http">HTTP interface</a>).
 *
 * <p>Guarantees: the estate is rolled up by the product's own views; the same command makes the same estate.
 */
package io.ullage.bench.panels;
