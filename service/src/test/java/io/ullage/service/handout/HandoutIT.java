package io.ullage.service.handout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.cli.CommandRun;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.output.ExitCode;
import io.ullage.service.store.RollUps;
import io.ullage.service.store.StoreConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code ullage report estate --html --pdf} against a real ClickHouse. */
@Tag("clickhouse")
class HandoutIT {
    private static final long GIB = 1L << 30;

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @TempDir
    Path directory;

    @Test
    void anEmptyStoreSaysWhatToDoAndLeavesNoFile() {
        CommandRun run = run("report", "estate", "--html", html().toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("no disk was read yet").contains("ullage simulate");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThat(run("report", "volumes", "--pdf", pdf().toString()).err())
                .contains("must stand with 'estate', was volumes");
        assertThat(run("report", "estate", "--rates", "r.yaml").err())
                .contains("--rates: must stand with --html or --pdf");
    }

    @Test
    void theStoreOnSomePages() throws Exception {
        seed();
        RollUps.catchUp(clickHouse.connection());
        Path rates = directory.resolve("prices.yaml");
        Files.writeString(
                rates,
                "currency: EUR\ntiers:\n  - name: all\n    rates:\n      - measure: provisioned\n        price: 1\n");

        CommandRun run = run(
                "report",
                "estate",
                "--html",
                html().toString(),
                "--pdf",
                pdf().toString(),
                "--rates",
                rates.toString(),
                "--time-zone",
                "UTC");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo(html() + " written\n" + pdf() + " written\n");

        HtmlDocument page = HtmlDocument.parse(Files.readString(html()));
        page.requireSelfContained();
        // Three disks of 100 GiB: 10 and 30 and 90 GiB are in use.
        assertThat(page.text())
                .contains("300 GiB")
                .contains("43.3 %")
                .contains("1 disk of 3 uses less than a fifth of what it was given, 100 GiB in all.")
                .contains("EUR");
        assertThat(page.row("live")).element(2).isEqualTo("130 GiB");
        assertThat(page.row("dead")).element(2).isEqualTo("60.0 GiB");
        assertThat(page.row("fast"))
                .containsExactly("fast", "3", "400 GiB", "250 GiB", "62.5 %", "300 GiB", "75.0 %", "60.0 GiB", "0 B");
        assertThat(page.elements("svg").stream().map(plot -> plot.getAttribute("id")))
                .contains("ledger", "trend", "pools", "utilisation", "actions", "forecast", "billeur");
        assertThat(page.row("1. trim")).element(3).isEqualTo("40.0 GiB");
        try (PDDocument read = Loader.loadPDF(pdf().toFile())) {
            assertThat(new PDFTextStripper().getText(read))
                    .contains("Where every byte is")
                    .contains("43.3 %")
                    .contains("fast");
        }
        CommandRun without = run("report", "estate", "--html", html().toString());
        assertThat(without.exitCode()).as(without.err()).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(html())).contains("no price is made up");
    }

    private Path html() {
        return directory.resolve("estate.html");
    }

    private Path pdf() {
        return directory.resolve("estate.pdf");
    }

    /** Forty days, four readings a day: one pool that fills, three disks of which two have bytes to trim. */
    private void seed() throws SQLException {
        sql(
                "INSERT INTO pool (interval_start, revision, pool_id, name, pool_kind, capacity_bytes, used_bytes, volumes, allocated_bytes,"
                        + " provisioned_bytes, live_bytes, dead_bytes, ullage_bytes) SELECT toStartOfHour(now()) - INTERVAL number * 6 HOUR, 1,"
                        + " 'h1:fast', 'fast', 'LVM_THIN', " + 400 * GIB
                        + ", toUInt64((250 - number / 4 * 3 + 0.2 * sin(number)) * " + GIB
                        + "), 3, " + 190 * GIB + ", " + 300 * GIB + ", " + 130 * GIB + ", " + 60 * GIB + ", "
                        + 110 * GIB + " FROM numbers(160)");
        disk("d1", 10, 40);
        disk("d2", 30, 20);
        disk("d3", 90, 0);
    }

    private void disk(String id, long live, long dead) throws SQLException {
        sql(
                "INSERT INTO ledger (interval_start, revision, time, volume_id, name, pool_id, host_id, machine_id, guest_disk, source, format,"
                        + " provisioning, volume_use, in_use, provisioned_bytes, allocated_bytes, written_bytes, guest_live_bytes, method, live_bytes,"
                        + " dead_bytes, ullage_bytes, allocation_unit_bytes) SELECT toStartOfHour(now()) - INTERVAL number * 6 HOUR AS at, 1, at, '"
                        + id + "', '" + id + "', 'h1:fast', 'h1', 'm-" + id
                        + "', 'sda', 'test', 'raw', 'THIN', 'DISK', true, " + 100 * GIB + ", "
                        + (live + dead) * GIB + ", " + (live + dead) * GIB + ", " + live * GIB + ", 'EXACT', "
                        + live * GIB + ", " + dead * GIB
                        + ", " + (100 - live - dead) * GIB + ", 65536 FROM numbers(160)");
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = clickHouse.jdbc();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private CommandRun run(String... args) {
        StoreConnection store = clickHouse.connection();
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", directory.toString(), "--clickhouse", store.url(), "--user", store.user()));
        if (store.passwordFile() != null) {
            all.addAll(List.of("--password-file", store.passwordFile().toString()));
        }
        return CommandRun.of(all.toArray(String[]::new));
    }
}
