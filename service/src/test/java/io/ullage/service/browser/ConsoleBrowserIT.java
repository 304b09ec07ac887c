package io.ullage.service.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.ullage.service.store.SqlRows;
import io.ullage.service.web.Links;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The console as people use it: Debian's Chromium, a node, a fleet that is made up. Pictures of every page are kept in {@code
 * target/screenshots}. {@code -Dullage.browser.volumes=10000 -Dullage.browser.days=90} is the size that it is made for; {@code
 * -Dullage.browser.data=DIRECTORY} takes a node's data directory that is filled already.
 */
@Tag("browser")
@Tag("kafka")
@Tag("flink")
@Tag("clickhouse")
class ConsoleBrowserIT {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 900;
    private static final int PHONE_WIDTH = 375;
    private static final int PHONE_HEIGHT = 740;

    @TempDir
    static Path directory;

    private static Chromium chromium;
    private static FleetNode node;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start();
        node = FleetNode.start(
                directory,
                Integer.getInteger("ullage.browser.volumes", 60),
                Integer.getInteger("ullage.browser.days", 8));
    }

    @AfterAll
    static void stop() throws Exception {
        if (node != null) {
            node.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    /** A page of the console; the first of its kind where there are many. */
    record Place(String name, String path, int charts) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Place> places() throws Exception {
        return Stream.of(
                new Place("overview", Links.OVERVIEW, 1),
                new Place("pools", Links.POOLS, 0),
                new Place(
                        "pool",
                        Links.pool(first("SELECT pool_id FROM pool_latest ORDER BY provisioned_bytes DESC, pool_id")),
                        1),
                new Place("volumes", Links.VOLUMES, 0),
                new Place("volume", Links.volume(aVolume()), 1),
                new Place("recommendations", Links.RECOMMENDATIONS, 0),
                new Place("recommendation", Links.recommendation(anId(0)), 0),
                new Place("savings", Links.SAVINGS, 0),
                new Place("chargeback", Links.CHARGEBACK, 1),
                new Place("snapshots", Links.SNAPSHOTS, 0),
                new Place("alerts", Links.ALERTS, 0),
                new Place("alert-history", Links.ALERT_HISTORY, 0),
                new Place("sources", Links.SOURCES, 0));
    }

    @ParameterizedTest
    @MethodSource("places")
    void everyPageIsWholeByDayAndByNightAndOnAPhone(Place place) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (Visit visit = new Visit(chromium, node.url(), WIDTH, HEIGHT, scheme)) {
                Page page = visit.open(place.path());
                assertThat(page.locator("h1").count()).as("one heading").isEqualTo(1);
                assertThat(visit.drawn()).as("charts").isGreaterThanOrEqualTo(place.charts());
                assertThat(visit.violations())
                        .as("%s of axe-core on %s", scheme, place)
                        .isEmpty();
                assertThat(visit.tooWide()).as("wider than the window").isEmpty();
                visit.picture(place.name() + "-" + scheme.name().toLowerCase(Locale.ROOT));
                assertThat(visit.problems()).isEmpty();
            }
        }
        try (Visit visit = new Visit(chromium, node.url(), PHONE_WIDTH, PHONE_HEIGHT, ColorScheme.LIGHT)) {
            visit.open(place.path());
            assertThat(visit.tooWide()).as("wider than a phone").isEmpty();
            assertThat(visit.violations()).as("axe-core on a phone").isEmpty();
            visit.picture(place.name() + "-phone");
            assertThat(visit.problems()).isEmpty();
        }
    }

    @Test
    void volumesAreSearchedFilteredAndSortedAndBackGoesBack() throws Exception {
        try (Visit visit = new Visit(chromium, node.url(), WIDTH, HEIGHT, ColorScheme.LIGHT)) {
            Page page = visit.open(Links.VOLUMES);
            String name = first("SELECT name FROM volume_latest WHERE volume_use = 'DISK' ORDER BY name LIMIT 1");
            page.fill("#q", name);
            page.press("#q", "Enter");
            page.waitForURL("**q=*");
            assertThat(page.locator("#list tbody tr").count())
                    .isEqualTo(Integer.parseInt(first(
                            "SELECT count() FROM volume_owned WHERE positionCaseInsensitive(concat(name, ' ', volume_id), '"
                                    + name + "') > 0")));
            assertThat(page.locator("#list tbody th").first().innerText()).contains(name);

            page.goBack();
            assertThat(page.url()).isEqualTo(node.url() + Links.VOLUMES);
            page.locator("#list thead a", new Page.LocatorOptions().setHasText("Provisioned"))
                    .click();
            page.waitForURL("**sort=provisioned*");
            String largest = first("SELECT name FROM volume_latest ORDER BY provisioned_bytes DESC, name LIMIT 1");
            Locator header = page.locator("#list thead th[aria-sort]");
            assertThat(header.count()).isEqualTo(1);
            String sorted = page.url();
            List<String> sizes =
                    page.locator("#list tbody tr td:nth-of-type(2)").allInnerTexts();
            assertThat(sizes).hasSizeGreaterThan(3);
            assertThat(largest).isNotBlank();

            page.selectOption("#class", "dead");
            page.waitForURL("**class=dead*");
            String deep = page.url();
            List<String> shown = page.locator("#list tbody th a").allInnerTexts();
            assertThat(shown).isNotEmpty();
            page.goBack();
            assertThat(page.url()).isEqualTo(sorted);
            assertThat(page.locator("#list tbody tr td:nth-of-type(2)").allInnerTexts())
                    .isEqualTo(sizes);
            try (Visit another = new Visit(chromium, node.url(), WIDTH, HEIGHT, ColorScheme.LIGHT)) {
                another.page().navigate(deep);
                assertThat(another.page().locator("#list tbody th a").allInnerTexts())
                        .as("an address says what one sees")
                        .isEqualTo(shown);
            }
            page.locator("#list tbody th a").first().click();
            page.waitForURL("**" + Links.VOLUMES + "/*");
            assertThat(page.locator("h1").count()).isEqualTo(1);
            assertThat(visit.problems()).isEmpty();
        }
    }

    @Test
    void aRecommendationIsAcceptedAndAnotherOneDismissed() throws Exception {
        String accepted = anId(1);
        String dismissed = anId(2);
        try (Visit visit = new Visit(chromium, node.url(), WIDTH, HEIGHT, ColorScheme.LIGHT)) {
            Page page = visit.open(Links.recommendation(accepted));
            assertThat(page.locator("#commands pre, #commands p").count()).isPositive();
            page.locator("#decide button.main").click();
            page.waitForSelector(".head >> text=accepted");
            assertThat(state(accepted)).isEqualTo("ACCEPTED");

            visit.open(Links.recommendation(dismissed));
            page.fill("#reason", "needed for the audit");
            page.locator("#decide button", new Page.LocatorOptions().setHasText("Dismiss"))
                    .click();
            page.waitForSelector(".head >> text=dismissed");
            assertThat(state(dismissed)).isEqualTo("DISMISSED");
            assertThat(first("SELECT reason FROM recommendation_latest WHERE id = '" + dismissed + "'"))
                    .isEqualTo("needed for the audit");
            assertThat(visit.problems()).isEmpty();
        }
    }

    @Test
    void theBillIsDownloadedAsCsvAndAsFocus() throws Exception {
        try (Visit visit = new Visit(chromium, node.url(), WIDTH, HEIGHT, ColorScheme.LIGHT)) {
            Page page = visit.open(Links.CHARGEBACK);
            List<String> csv = download(page, "CSV");
            assertThat(csv.get(0)).contains("tenant").contains("provisionedBytes");
            assertThat(csv).hasSizeGreaterThan(1);
            List<String> focus = download(page, "FOCUS");
            assertThat(focus.get(0)).contains("BilledCost").contains("SubAccountId");
            assertThat(focus).hasSizeGreaterThan(1);
            assertThat(visit.problems()).isEmpty();
        }
    }

    @Test
    void theKeyboardIsEnough() {
        try (Visit visit = new Visit(chromium, node.url(), WIDTH, HEIGHT, ColorScheme.LIGHT)) {
            Page page = visit.open(Links.OVERVIEW);
            page.keyboard().press("Tab");
            assertThat(focused(page)).isEqualTo("Skip to content");
            page.keyboard().press("Enter");
            assertThat(page.evaluate("location.hash")).isEqualTo("#main");
            TreeSet<String> reached = new TreeSet<>();
            page.evaluate("document.activeElement.blur()");
            page = visit.open(Links.OVERVIEW);
            for (int i = 0; i < 30; i++) {
                page.keyboard().press("Tab");
                reached.add(focused(page));
                assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                        .as("one sees where one is: %s", focused(page))
                        .isNotEqualTo("none");
                if (focused(page).equals("Volumes")) {
                    break;
                }
            }
            assertThat(reached).contains("Pools", "Volumes");
            page.keyboard().press("Enter");
            page.waitForURL("**" + Links.VOLUMES);
            assertThat(visit.problems()).isEmpty();
        }
    }

    @Test
    void aTenantSignsInAndSeesItsOwnAlone() throws Exception {
        String tenant = first(
                "SELECT tenant FROM volume_owned WHERE tenant IS NOT NULL GROUP BY tenant ORDER BY count() DESC, tenant LIMIT 1");
        long own = Long.parseLong(first("SELECT count() FROM volume_owned WHERE tenant = '" + tenant + "'"));
        assertThat(own).isBetween(1L, Long.parseLong(first("SELECT count() FROM volume_owned")) - 1);
        String foreign =
                first("SELECT volume_id FROM volume_owned WHERE tenant != '" + tenant + "' ORDER BY volume_id LIMIT 1");
        String advice =
                first("SELECT id FROM recommendation_latest WHERE tenant != '" + tenant + "' ORDER BY id LIMIT 1");
        // A node that was filled before may have one of that name.
        String token = node.run("console", "token", "add", "team-" + System.nanoTime(), "--tenant=" + tenant)
                .lines()
                .filter(line -> !line.isBlank() && !line.contains(" "))
                .findFirst()
                .orElseThrow();
        try (Visit visit = new Visit(chromium, node.url(), WIDTH, HEIGHT, ColorScheme.LIGHT)) {
            Page page = visit.open(Links.LOGIN);
            assertThat(visit.violations()).isEmpty();
            page.fill("#access-token", token);
            page.locator("form[action='" + Links.LOGIN + "'] button").click();
            page.waitForLoadState();
            assertThat(page.url()).as(page.content()).isEqualTo(node.url() + Links.OVERVIEW);
            assertThat(page.locator(".side-foot").innerText()).contains("sees " + tenant);

            visit.open(Links.VOLUMES);
            page.waitForSelector("#list");
            assertThat(page.locator("#list tbody tr td:last-child").allInnerTexts())
                    .isNotEmpty()
                    .containsOnly(tenant);
            assertThat(page.locator("#tenant").count())
                    .as("who sees one has none to choose")
                    .isZero();
            assertThat(page.locator(".lead").innerText()).startsWith(String.format(Locale.ROOT, "%,d volume", own));
            visit.open(Links.RECOMMENDATIONS);
            assertThat(page.locator("#list tbody tr td:nth-child(6), #empty").allInnerTexts())
                    .isNotEmpty();
            assertThat(visit.problems()).isEmpty();
            visit.picture("tenant-recommendations");

            // The answer repeats the id that was asked for, and knows nothing else.
            String foreignName = first("SELECT name FROM volume_latest WHERE volume_id = '" + foreign + "'");
            for (String closed : List.of(Links.volume(foreign), Links.recommendation(advice), Links.SOURCES)) {
                assertThat(page.navigate(node.url() + closed).status())
                        .as(closed)
                        .isIn(403, 404);
                assertThat(page.content()).doesNotContain(foreignName);
            }
        }
    }

    @Test
    void theReportIsAccessibleToo() throws Exception {
        Path file = directory.resolve("estate.html");
        node.run("report", "estate", "--html=" + file);
        try (BrowserContext visitor = chromium.visitor(WIDTH, HEIGHT, ColorScheme.LIGHT)) {
            Page page = visitor.newPage();
            page.navigate(file.toUri().toString());
            assertThat(page.locator("svg").count()).isGreaterThan(4);
            assertThat(Visit.violations(page, chromium)).isEmpty();
        }
    }

    @Test
    void whatIsNotThereIsSaidOnAPageOfItsOwn() {
        try (Visit visit = new Visit(chromium, node.url(), WIDTH, HEIGHT, ColorScheme.LIGHT)) {
            assertThat(visit.page()
                            .navigate(node.url() + Links.volume("nothing"))
                            .status())
                    .isEqualTo(404);
            assertThat(visit.page().locator("h1").count()).isEqualTo(1);
            assertThat(visit.page().locator("main a").count()).as("a way on").isPositive();
            assertThat(visit.violations()).isEmpty();
        }
    }

    private static String focused(Page page) {
        return String.valueOf(page.evaluate("document.activeElement.textContent.trim()"));
    }

    private static List<String> download(Page page, String name) throws Exception {
        Download download =
                page.waitForDownload(() -> page.locator("a[download]", new Page.LocatorOptions().setHasText(name))
                        .click());
        Path file = directory.resolve(name + ".csv");
        download.saveAs(file);
        return Files.readAllLines(file);
    }

    private static String state(String id) throws Exception {
        return first("SELECT state FROM recommendation_latest WHERE id = '" + id + "'");
    }

    private static String anId(int index) throws Exception {
        return first("SELECT id FROM recommendation_latest WHERE effect = 'RETURNS' AND state = 'OPEN'"
                + " ORDER BY best_bytes DESC, id LIMIT 1 OFFSET " + index);
    }

    private static String aVolume() throws Exception {
        return first(
                "SELECT volume_id FROM volume_latest WHERE guest_live_bytes IS NOT NULL AND machine_id IS NOT NULL ORDER BY dead_bytes DESC, volume_id");
    }

    private static String first(String sql) throws Exception {
        return SqlRows.of(node.store(), sql).get(0).get(0);
    }
}
