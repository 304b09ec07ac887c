/** What is checked in is what is generated, and every query of a dashboard or alert rule against the real tables. */
package io.ullage.dashboards;
