package io.ullage.dashboards.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link leads somewhere: to a dashboard that is there, with a variable that it has, from a column that is there; or to a page of the console. */
class LinkRuleTest {
    private static final Pattern BOARD = Pattern.compile("/d/([a-z-]+)\\?(.*)");
    private static final Pattern CONSOLE =
            Pattern.compile("\\$\\{console}(/(?:pools|volumes|recommendations)/\\$\\{__data\\.fields\\.\\w+_segment}"
                    + "|/(?:pools|volumes|recommendations|savings|chargeback|snapshots|alerts|sources)?)");
    private static final Pattern GIVEN = Pattern.compile("var-(\\w+)=|\\$\\{(\\w+):queryparam}");
    private static final Pattern COLUMN = Pattern.compile("\\$\\{__data\\.fields\\.(\\w+)(?::percentencode)?}");
    private static final Map<String, Dashboard> BY_UID =
            Dashboard.all().stream().collect(Collectors.toMap(Dashboard::uid, Function.identity()));

    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void linksLeadSomewhere(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            for (JsonNode link : Dashboard.links(panel)) {
                String url = link.get("url").asText();
                String as = dashboard + ": " + Dashboard.title(panel) + ": " + url;
                Matcher board = BOARD.matcher(url);
                if (board.matches()) {
                    Dashboard target = BY_UID.get(board.group(1));
                    assertThat(target).as(as).isNotNull();
                    Matcher given = GIVEN.matcher(board.group(2));
                    while (given.find()) {
                        String variable = given.group(1) == null ? given.group(2) : given.group(1);
                        assertThat(target.variableNames()).as(as).contains(variable);
                    }
                } else {
                    assertThat(url).as(as).matches(CONSOLE);
                    assertThat(link.get("targetBlank").asBoolean()).as(as).isTrue();
                }
                Matcher column = COLUMN.matcher(url);
                while (column.find()) {
                    assertThat(Dashboard.columns(panel)).as(as).contains(column.group(1));
                }
                assertThat(link.get("title").asText()).as(as).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.ullage.dashboards.rule.Dashboard#all")
    void everyDashboardLeadsOn(Dashboard dashboard) {
        List<String> urls = dashboard.panels().stream()
                .flatMap(panel -> Dashboard.links(panel).stream())
                .map(link -> link.get("url").asText())
                .toList();
        assertThat(urls).as("%s", dashboard).anyMatch(url -> url.startsWith("${console}"));
    }

    @Test
    void everyDashboardButTheFirstIsLedTo() {
        String all = BY_UID.values().stream().map(Dashboard::text).collect(Collectors.joining());
        for (String uid : BY_UID.keySet()) {
            // The menu of each dashboard leads to all; these are where one begins.
            if (!List.of("ullage-capacity-overview", "ullage-snapshots", "ullage-dedup")
                    .contains(uid)) {
                assertThat(all).contains("/d/" + uid + "?");
            }
        }
    }
}
