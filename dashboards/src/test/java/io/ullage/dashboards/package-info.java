/** The rules that hold over the dashboards in {@code dashboards/grafana}, one rule a test, and their queries against the real tables. */
package io.ullage.dashboards;
