package io.ullage.service.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListingTest {
    private record Row(
            String name,
            @Nullable Long deadBytes,
            @Nullable Double utilisationRatio,
            @Nullable Instant created,
            @Nullable Boolean inUse,
            List<String> anomalies) {}

    private static final Listing<Row> LISTING = Listing.of(
            Column.text("name", Row::name),
            Column.bytes("deadBytes", Row::deadBytes),
            Column.ratio("utilisationRatio", Row::utilisationRatio),
            Column.time("created", Row::created),
            Column.flag("inUse", Row::inUse),
            Column.<Row>texts("anomalies", Row::anomalies).notTabled());

    private static final List<Row> ROWS = List.of(
            new Row("plain", 5L << 30, 0.15625, Instant.parse("2026-11-01T00:00:00Z"), true, List.of("a", "b")),
            new Row("say \"x\", twice\nand go", null, null, null, null, List.of()));

    @Test
    void absentIsLeftOutOfJson() throws IOException {
        JsonNode rows = json(ROWS);
        assertThat(rows.get(0).get("deadBytes").isIntegralNumber()).isTrue();
        assertThat(rows.get(0).get("deadBytes").asLong()).isEqualTo(5L << 30);
        assertThat(rows.get(0).get("utilisationRatio").asDouble()).isEqualTo(0.15625);
        assertThat(rows.get(0).get("inUse").asBoolean()).isTrue();
        assertThat(rows.get(0).get("anomalies")).hasSize(2);
        assertThat(rows.get(1).fieldNames()).toIterable().containsExactly("name", "anomalies");
    }

    @Test
    void absentIsEmptyInCsvAndQuotesAreThoseOfTheRfc() throws IOException {
        StringBuilder out = new StringBuilder();
        LISTING.writeCsv(out, ROWS);
        assertThat(out.toString())
                .isEqualTo("name,deadBytes,utilisationRatio,created,inUse,anomalies\r\n"
                        + "plain,5368709120,0.15625,2026-11-01T00:00:00Z,true,a; b\r\n"
                        + "\"say \"\"x\"\", twice\nand go\",,,,,\r\n");
    }

    @Test
    void absentIsDashInTable() throws IOException {
        assertThat(table(ROWS, 0, false)).isEqualTo("""
                        NAME                      DEAD  UTILISATION  CREATED               IN USE
                        plain                  5.0 GiB       15.6 %  2026-11-01T00:00:00Z  yes
                        say "x", twice\uFFFDand go        –            –  –                     –
                        """);
    }

    @Test
    void exactBytesOnDemand() throws IOException {
        assertThat(table(ROWS, 0, true)).contains("5368709120").doesNotContain("GiB");
    }

    @Test
    void textsGiveWayWhereTheTerminalIsNarrow() throws IOException {
        Listing<String> listing =
                Listing.of(Column.text("path", path -> path), Column.bytes("sizeBytes", path -> 1234567L));
        StringBuilder out = new StringBuilder();
        listing.writeTable(out, List.of("/srv/images/customer-a/database-server-01.qcow2"), 30, true);
        assertThat(out.toString()).isEqualTo("""
                        PATH                      SIZE
                        /srv/image…r-01.qcow2  1234567
                        """);
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 30);
    }

    @Test
    void figuresThatSayNothingGoFirstWhereTheTerminalIsNarrow() throws IOException {
        Listing<String> listing = Listing.of(
                Column.text("path", path -> path),
                Column.bytes("zeroedBytes", path -> 0L),
                Column.bytes("unknownBytes", path -> null),
                Column.bytes("deadBytes", path -> 5L << 30));
        StringBuilder narrow = new StringBuilder();
        listing.writeTable(narrow, List.of("web-server.qcow2"), 26, false);
        assertThat(narrow.toString()).isEqualTo("""
                PATH                 DEAD
                web-server.qcow2  5.0 GiB
                """);
        StringBuilder wide = new StringBuilder();
        listing.writeTable(wide, List.of("web-server.qcow2"), 80, false);
        assertThat(wide.toString()).contains("ZEROED").contains("UNKNOWN");
    }

    @Test
    void whatIsOnlyThereWhereItFitsGoesBeforeAnyTextIsShortened() throws IOException {
        Listing<String> listing = Listing.of(
                Column.text("path", path -> path),
                Column.<String>text("machineName", path -> "web-1").tabledWhereItFits(),
                Column.<String>text("tenant", path -> "acme").tabledWhereItFits(),
                Column.<String>text("costCentre", path -> null).tabledWhereItFits());
        String path = "web-server.qcow2";

        assertThat(narrowed(listing, path, 38)).as("what no row has is nowhere").isEqualTo("""
                PATH              MACHINE NAME  TENANT
                web-server.qcow2  web-1         acme
                """);
        assertThat(narrowed(listing, path, 37)).contains("MACHINE NAME").doesNotContain("TENANT");
        assertThat(narrowed(listing, path, 20)).isEqualTo("""
                PATH
                web-server.qcow2
                """);
        assertThat(narrowed(listing, path, 0)).contains("TENANT").doesNotContain("COST CENTRE");
    }

    private static String narrowed(Listing<String> listing, String row, int width) throws IOException {
        StringBuilder out = new StringBuilder();
        listing.writeTable(out, List.of(row), width, false);
        return out.toString();
    }

    @Test
    void namesCannotSteerTheTerminal() throws IOException {
        assertThat(table(List.of(new Row("\u001b[2Jgone\r", null, null, null, null, List.of())), 0, false))
                .doesNotContain("\u001b")
                .doesNotContain("\r")
                .contains("\uFFFD[2Jgone\uFFFD");
    }

    /** What a reader of RFC 4180 takes out is what was put in. */
    @Property
    void csvRoundTrips(@ForAll List<String> names) throws IOException {
        StringBuilder out = new StringBuilder();
        Listing.of(Column.<String>text("name", name -> name), Column.<String>text("again", name -> name))
                .writeCsv(out, names);
        List<List<String>> expected = new ArrayList<>(List.of(List.of("name", "again")));
        names.forEach(name -> expected.add(List.of(name, name)));
        assertThat(parse(out.toString())).isEqualTo(expected);
    }

    private static List<List<String>> parse(String csv) {
        List<List<String>> records = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                fields.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    records.add(List.copyOf(fields));
                    fields.clear();
                }
            } else if (c != '\r') {
                field.append(c);
            }
        }
        return records;
    }

    private static String table(List<Row> rows, int width, boolean exact) throws IOException {
        StringBuilder out = new StringBuilder();
        LISTING.writeTable(out, rows, width, exact);
        return out.toString();
    }

    private static JsonNode json(List<Row> rows) throws IOException {
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        try (JsonGenerator json = OutputOptions.json(printer)) {
            LISTING.writeJson(json, rows);
        }
        return new ObjectMapper().readTree(out.toString());
    }
}
