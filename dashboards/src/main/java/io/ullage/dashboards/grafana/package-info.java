/**
 * What a Grafana dashboard is made of, and its JSON.
 *
 * <p>Facts: the classic dashboard model that Grafana 12 and 13 load from files
 * (<a href="https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/">JSON model</a>), with queries of the
 * plugin {@code grafana-clickhouse-datasource} 4.x.
 *
 * <p>Guarantees: ids of panels are unique and follow their order, keys are sorted, the same boards give the same bytes; a column has the unit
 * that the {@linkplain io.ullage.schema.catalogue.Catalogue catalogue of measures} gives it.
 */
package io.ullage.dashboards.grafana;
