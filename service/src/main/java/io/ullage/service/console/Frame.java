package io.ullage.service.console;

import io.ullage.service.web.Assets;
import io.ullage.service.web.Call;
import io.ullage.service.web.Links;
import io.ullage.service.web.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What every page has around its content.
 *
 * @param path of the section in which the page stands
 * @param now when it was made
 */
record Frame(String path, Instant now, Principal principal, Assets assets) {
    private static final String RESOURCES = "io/ullage/service/console/";
    private static final String ECHARTS = "META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

    /** An entry of the navigation. */
    record Entry(String path, String title, boolean estateOnly, boolean apart) {}

    private static final List<Entry> ENTRIES = List.of(
            new Entry(Links.OVERVIEW, "Overview", false, false),
            new Entry(Links.POOLS, "Pools", false, true),
            new Entry(Links.VOLUMES, "Volumes", false, false),
            new Entry(Links.SNAPSHOTS, "Snapshots", false, false),
            new Entry(Links.RECOMMENDATIONS, "Recommendations", false, true),
            new Entry(Links.SAVINGS, "Savings", false, false),
            new Entry(Links.CHARGEBACK, "Chargeback", false, false),
            new Entry(Links.ALERTS, "Alerts", false, true),
            new Entry(Links.SOURCES, "Sources", true, false));

    static Assets newAssets() {
        return new Assets(Map.of(
                "console.css", RESOURCES + "console.css",
                "console.js", RESOURCES + "console.js",
                "theme.js", RESOURCES + "theme.js",
                "icon.svg", RESOURCES + "icon.svg",
                "echarts.js", ECHARTS));
    }

    static Frame of(Call call, String path, Instant now, Assets assets) {
        return new Frame(path, now, call.principal(), assets);
    }

    String asset(String name) {
        return assets.url(name);
    }

    boolean isOperator() {
        return principal.isOperator();
    }

    boolean isTenant() {
        return !principal.scope().isEverything();
    }

    /** Those that lead somewhere for the one who asks. */
    List<Entry> entries() {
        return ENTRIES.stream()
                .filter(entry -> !entry.estateOnly() || !isTenant())
                .toList();
    }
}
