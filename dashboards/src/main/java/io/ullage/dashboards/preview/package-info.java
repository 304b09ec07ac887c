/**
 * Draws a dashboard without Grafana, from its JSON and a store: panels on Grafana's grid of 24 columns, rows of 30 pixels and gaps of 8, with its units, colours
 * and rules of what is shown ({@code @grafana/data} and the
 * <a href="https://grafana.com/docs/grafana/latest/panels-visualizations/">documentation of its panels</a>); charts by
 * <a href="https://echarts.apache.org/en/option.html">ECharts</a>.
 *
 * <p>Guarantees: what is sent to the store is what {@link io.ullage.dashboards.query.PanelQuery} says that the plugin sends; a type of panel, a unit or a colour
 * that is not known here is refused by name; a panel that fails or has no answer says so on the page. The page needs nothing but itself. What it is not:
 * a picture of Grafana. Fonts, ticks and legends differ, links lead nowhere.
 */
@NullMarked
package io.ullage.dashboards.preview;

import org.jspecify.annotations.NullMarked;
