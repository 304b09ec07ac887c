/**
 * The console: pages for people, over HTTP. HTML is made on the server with <a href="https://jte.gg/">jte</a> templates
 * ({@code src/main/jte}), which become classes of this package when it is built and escape what they print by where it stands. Charts are
 * <a href="https://echarts.apache.org/">Apache ECharts</a>, served from the class path.
 *
 * <p>What pages promise, to people, tests and programs:
 *
 * <ul>
 *   <li>Everything but charts works without JavaScript. A chart is drawn from the table that stands beneath it ({@code figure[data-chart]},
 *       with {@code data-drawn="true"} once it is there), so nobody needs it to know the figures.
 *   <li>No script and no style stands in a page, nothing comes from elsewhere.
 *   <li>A filter, an order, a page of a list is its address: {@code GET} parameters as REST has them. What is changed is changed by
 *       {@code POST} with the form's token, and answered with 303.
 *   <li>Landmarks are {@code header}, {@code nav#nav}, {@code main#main} and {@code footer}; the first link skips to {@code #main}; there is one
 *       {@code h1}. Sections and tables that tests and bookmarks name have ids: {@code #ledger}, {@code #trend}, {@code #full},
 *       {@code #actions}, {@code #firing}, {@code #list}.
 *   <li>What is absent is {@code –} with its reason, never zero. An estimate that is not exact stands with its bounds.
 *   <li>A page asks the store a fixed number of questions, at the same time where there are several, however large the estate is.
 * </ul>
 */
@NullMarked
package io.ullage.service.console;

import org.jspecify.annotations.NullMarked;
