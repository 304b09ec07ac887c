package io.ullage.schema.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.schema.InvalidFieldException;
import io.ullage.schema.telemetry.AgentIdentity;
import io.ullage.schema.telemetry.AgentRole;
import io.ullage.schema.telemetry.FileSystemReading;
import io.ullage.schema.telemetry.Inventory;
import io.ullage.schema.telemetry.Reading;
import io.ullage.schema.telemetry.Report;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryCodecTest {
    private final TelemetryCodec codec = new TelemetryCodec();

    @ParameterizedTest
    @EnumSource
    void readsBackWhatItWrote(WireFormat format) throws MalformedMessageException {
        Decoded decoded = codec.decodeReport(codec.encode(Messages.report(), format));

        assertThat(decoded.report()).isEqualTo(Messages.report());
        assertThat(decoded.rejections()).isEmpty();
        assertThat(codec.decodeInventory(codec.encode(Messages.inventory(), format)))
                .isEqualTo(Messages.inventory());
        assertThat(codec.decodeSketch(codec.encode(Messages.sketch(), format))).isEqualTo(Messages.sketch());
    }

    @Test
    void writesSmileUnlessAskedForJson() {
        assertThat(codec.encode(Messages.report())).startsWith(':', ')', '\n');
        assertThat(codec.encode(Messages.inventory())).startsWith(':', ')', '\n');
        assertThat(codec.encode(Messages.sketch())).startsWith(':', ')', '\n');
    }

    @Test
    void takesJsonWithByteOrderMarkAndWhiteSpace() throws MalformedMessageException {
        byte[] message = ("\uFEFF \r\n\t" + json(Messages.report()) + "\n").getBytes(UTF_8);

        assertThat(codec.decodeReport(message).report()).isEqualTo(Messages.report());
    }

    @Test
    void leavesAbsentValuesOutAndReadsThemAsAbsent() throws MalformedMessageException {
        var swap = new FileSystemReading(
                "swaps", "sda2", "swap", null, null, null, 10, 0, 10, null, false, false, List.of());
        Report report = report(swap);

        assertThat(json(report)).doesNotContain("null", "mountPoint", "deviceBytes", "availableBytes", "machineId");
        assertThat(codec.decodeReport(codec.encode(report)).report()).isEqualTo(report);
    }

    @Test
    void cutsTimesToMillisecondsAndWritesThemForPeopleInJson() throws MalformedMessageException {
        Report fine = Report.whole(agent(), 1, Instant.parse("2026-11-22T10:00:00.123999Z"), List.of());

        assertThat(json(fine)).contains("\"time\":\"2026-11-22T10:00:00.123Z\"");
        assertThat(codec.decodeReport(codec.encode(fine)).report().time()).isEqualTo("2026-11-22T10:00:00.123Z");
        assertThat(codec.decodeReport(bytes(json(fine).replace("\"2026-11-22T10:00:00.123Z\"", "1795341600123")))
                        .report()
                        .time())
                .isEqualTo(Instant.ofEpochMilli(1795341600123L));
    }

    @Test
    void ignoresUnknownFieldsAtEveryLevel() throws MalformedMessageException {
        String json = json(Messages.report())
                .replace("\"hostId\"", "\"newer\":{\"a\":[1,{}]},\"hostId\"")
                .replace("\"sequence\"", "\"newer\":[[1]],\"sequence\"")
                .replace("\"provisionedBytes\"", "\"newer\":1,\"provisionedBytes\"");

        assertThat(codec.decodeReport(bytes(json)).report()).isEqualTo(Messages.report());
    }

    @Test
    void readsFieldsInAnyOrder() throws MalformedMessageException {
        String json = """
                {"readings":[{"usedBytes":1,"source":"s","poolId":"p","capacityBytes":2,"name":"n","poolKind":"CEPH","kind":"pool"}],
                 "time":"2026-11-22T10:00:00Z","parts":1,"part":0,"sequence":0,
                 "agent":{"softwareVersion":"1","hostName":"h","hostId":"h","role":"GUEST","id":"a"},"version":1}""";

        Decoded decoded = codec.decodeReport(bytes(json));

        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.report().readings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"provisionedBytes\":36 | \"provisionedBytes\":\"36\" | provisionedBytes | must be an integer of at most 64 bits | \"36\"",
                "\"provisionedBytes\":36 | \"provisionedBytes\":36.0 | provisionedBytes | must be an integer of at most 64 bits | 36.0",
                "\"provisionedBytes\":36 | \"provisionedBytes\":99999999999999999999 | provisionedBytes | must be an integer of at most 64 bits | 99999999999999999999",
                "\"provisionedBytes\":36 | \"provisionedBytes\":true | provisionedBytes | must be an integer of at most 64 bits | true",
                "\"provisionedBytes\":36 | \"provisionedBytes\":[36] | provisionedBytes | must be an integer of at most 64 bits | a list",
                "\"provisionedBytes\":36 | \"provisionedBytes\":null | provisionedBytes | must be present | null",
                "\"provisionedBytes\":36, | `` | provisionedBytes | must be present | absent",
                "\"provisionedBytes\":36 | \"provisionedBytes\":-36 | provisionedBytes | must not be negative | -36",
                "\"allocatedBytes\":30 | \"allocatedBytes\":\"\" | allocatedBytes | must be an integer of at most 64 bits | \"\"",
                "\"inUse\":true | \"inUse\":1 | inUse | must be true or false | 1",
                "\"inUse\":true | \"inUse\":\"true\" | inUse | must be true or false | \"true\"",
                "\"inUse\":true, | `` | inUse | must be present | absent",
                "\"format\":\"qcow2\" | \"format\":2 | format | must be a string | 2",
                "\"format\":\"qcow2\" | \"format\":\" \" | format | must not be empty | ` `",
                "\"format\":\"qcow2\", | `` | format | must not be empty | null",
                "\"THIN\" | \"SLIM\" | provisioning | must be one of [THIN, THICK, UNKNOWN] | \"SLIM\"",
                "\"THIN\" | 0 | provisioning | must be one of [THIN, THICK, UNKNOWN] | 0",
                "\"THIN\" | \"\" | provisioning | must be one of [THIN, THICK, UNKNOWN] | \"\"",
                "\"deadBytes\":3 | \"deadBytes\":-3 | ledger.deadBytes | must not be negative | -3",
                "\"deadBytes\":3 | \"deadBytes\":4 | ledger | must sum to provisionedBytes 36 | 37",
                "\"deadBytes\":3, | `` | ledger.deadBytes | must be present | absent",
                "\"serial\":\"S1\",\"busAddress\":\"virtio-0\" | \"serial\":[] | attachment.serial | must be a string | a list",
                "\"volume\" | \"hologram\" | kind | must be one of [fileSystem, guestDisk, volume, snapshot, pool] | hologram",
                "\"kind\":\"volume\", | `` | kind | must be one of [fileSystem, guestDisk, volume, snapshot, pool] | absent",
            })
    void refusesOneWrongReadingAndKeepsTheOthers(String right, String wrong, String path, String rule, String value)
            throws MalformedMessageException {
        String json = json(Messages.report());
        assertThat(json).contains(right);

        Decoded decoded = codec.decodeReport(bytes(json.replace(right, wrong)));

        assertThat(decoded.report().readings())
                .containsExactly(Messages.fileSystem(), Messages.guestDisk(), Messages.snapshot(), Messages.pool());
        assertThat(decoded.rejected()).isEqualTo(1);
        Rejection rejection = decoded.rejections().get(0);
        assertThat(rejection.index()).isEqualTo(2);
        assertThat(rejection.path()).isEqualTo("readings[2]." + path);
        assertThat(rejection.rule()).isEqualTo(rule);
        assertThat(rejection.value()).isEqualTo(value);
        assertThat(rejection.json()).startsWith("{").endsWith("}").contains("host-1:/images/a.qcow2");
        assertThat(rejection.jsonBytes()).isEqualTo(rejection.json().length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"version\":1 | \"version\":2 | version | must be 1 | 2",
                "\"version\":1, | `` | version | must be present | absent",
                "\"sequence\":17 | \"sequence\":17,\"sequence\":18 | sequence | must be given once | 18",
                "\"sequence\":17 | \"sequence\":-1 | sequence | must not be negative | -1",
                "\"sequence\":17 | \"sequence\":\"17\" | sequence | must be an integer of at most 64 bits | \"17\"",
                "\"part\":0 | \"part\":1 | part | must be from 0 to 0 | 1",
                "\"part\":0 | \"part\":4294967296 | part | must be an integer of at most 32 bits | 4294967296",
                "\"role\":\"HOST\" | \"role\":\"SPY\" | agent.role | must be one of [GUEST, HOST] | \"SPY\"",
                "\"hostId\":\"host-1\", | `` | agent.hostId | must not be empty | null",
                "\"hostId\":\"host-1\" | \"hostId\":1 | agent.hostId | must be a string | 1",
                "\"agent\":{ | \"agent\":7,\"x\":{ | agent | must be an object | 7",
                "\"readings\":[ | \"readings\":7,\"x\":[ | readings | must be a list | 7",
                "\"readings\":[ | \"x\":[ | readings | must be present | absent",
            })
    void refusesAReportWhoseOwnFieldsAreWrong(String right, String wrong, String path, String rule, String value) {
        String json = json(Messages.report());
        assertThat(json).contains(right);

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.decodeReport(bytes(json.replace(right, wrong))))
                .satisfies(refused -> {
                    assertThat(refused.path()).contains(path);
                    assertThat(refused.rule()).isEqualTo(rule);
                    assertThat(refused.value()).isEqualTo(value);
                    assertThat(refused).hasMessage(path + ": " + rule + ", was " + value);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"yesterday\"",
                "\"2026-11-22\"",
                "1.5",
                "-1",
                "99999999999999",
                "true",
                "\"\"",
                "[]",
                "\"2026-11-22T10:00:00+00:00\"",
                "\"2026-11-22t10:00:00z\"",
                "\"1969-12-31T23:59:59Z\""
            })
    void refusesWhatIsNoTime(String time) {
        String json = json(Messages.report()).replaceFirst("\"time\":\"[^\"]*\"", "\"time\":" + time);

        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.decodeReport(bytes(json)))
                .satisfies(refused -> {
                    assertThat(refused.path()).contains("time");
                    assertThat(refused.rule()).isEqualTo(MessageTime.RULE);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "7", "[]", "null", "\"report\"", ":)", ":)\n", ":)\r\n{}", "<xml/>", "{", "{}}", "{} {}"
            })
    void refusesWhatIsNoMessage(String message) {
        assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> codec.decodeReport(bytes(message)));
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.decodeInventory(bytes(message)));
    }

    @Test
    void refusesWhatFollowsTheMessage() {
        assertThatThrownBy(() -> codec.decodeReport(bytes(json(Messages.report()) + "{}")))
                .hasMessageStartingWith("message: must be one object");
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> codec.decodeInventory(
                        bytes(new String(codec.encode(Messages.inventory(), WireFormat.JSON), UTF_8) + "{}")));
    }

    @Test
    void refusesReadingsThatAreNoObjects() throws MalformedMessageException {
        String json = json(Messages.report()).replace("\"readings\":[", "\"readings\":[7,null,[[{}]],\"x\",");

        Decoded decoded = codec.decodeReport(bytes(json));

        assertThat(decoded.report()).isEqualTo(Messages.report());
        assertThat(decoded.rejections())
                .extracting(Rejection::path)
                .containsExactly("readings[0]", "readings[1]", "readings[2]", "readings[3]");
        assertThat(decoded.rejections()).extracting(Rejection::json).containsExactly("7", "null", "[[{}]]", "\"x\"");
    }

    @Test
    void countsAllRejectionsAndTellsTheFirst() throws MalformedMessageException {
        String json = json(report()).replace("\"readings\":[", "\"readings\":[" + "7,".repeat(999) + "7");

        Decoded decoded = codec.decodeReport(bytes(json));

        assertThat(decoded.rejected()).isEqualTo(1000);
        assertThat(decoded.rejections()).hasSize(Decoded.MAX_REJECTIONS);
    }

    @Test
    void cutsALargeRejectedReading() throws MalformedMessageException {
        String filler = "\"x\":[" + "0,".repeat(50_000) + "0]";
        String json = json(Messages.report()).replace("\"provisionedBytes\":36", filler);

        Rejection rejection = codec.decodeReport(bytes(json)).rejections().get(0);

        assertThat(rejection.json()).hasSize(Rejection.MAX_JSON_BYTES);
        assertThat(rejection.jsonBytes()).isGreaterThan(100_000);
    }

    @Test
    void isolatesAWrongReadingInSmileToo() throws Exception {
        var smile = JacksonMappers.smile();
        var tree = smile.readTree(codec.encode(Messages.report()));
        ((com.fasterxml.jackson.databind.node.ObjectNode) tree.path("readings").path(1)).put("sizeBytes", -1);

        Decoded decoded = codec.decodeReport(smile.writeValueAsBytes(tree));

        assertThat(decoded.report().readings()).hasSize(4);
        assertThat(decoded.rejections().get(0).reason())
                .isEqualTo("readings[1].sizeBytes: must not be negative, was -1");
        assertThat(decoded.rejections().get(0).json()).contains("\"busAddress\":\"pci-0000:00:03.0\"");
    }

    @Test
    void refusesMessagesThatAreTooLargeWithoutReadingThem() {
        assertThatThrownBy(() -> codec.decodeReport(new byte[10_000_000]))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("message: must have at most 4194304 bytes, was 10000000 bytes");
    }

    @Test
    void doesNotWriteWhatItWouldNotRead() {
        Report report = report(Collections.nCopies(20_000, Messages.volume()).toArray(new Reading[0]));

        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> codec.encode(report, WireFormat.JSON))
                .withMessageContaining("send it in parts");
    }

    @Test
    void refusesNestingWithoutEnd() {
        String json = json(report()).replace("\"readings\":[", "\"newer\":" + "[".repeat(1000));

        assertThatThrownBy(() -> codec.decodeReport(bytes(json))).hasMessageContaining("nesting depth");
    }

    @Test
    void refusesAnInventoryWithANullTag() {
        String json = new String(codec.encode(Messages.inventory(), WireFormat.JSON), UTF_8);

        assertThatThrownBy(() -> codec.decodeInventory(bytes(json.replace("\"prod\"", "null"))))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("tags: must be present, was null");
        assertThatThrownBy(() -> codec.decodeInventory(bytes(json.replace("\"prod\"", "7"))))
                .hasMessage("tags.env: must be a string, was 7");
    }

    @Test
    void deadLettersOfHalfSurrogatePairsCanBeWritten() throws MalformedMessageException {
        String half = "x".repeat(79) + "\uD83D";
        String json =
                json(Messages.report()).replace("\"THIN\"", "\"" + half + "\"").replace("\uD83D", "\\ud83d");

        Decoded decoded = codec.decodeReport(bytes(json));

        assertThat(decoded.report().readings()).hasSize(4);
        DeadLetter letter =
                DeadLetter.of("t", 0, 0, Messages.TIME, decoded.rejections().get(0));
        assertThat(codec.decodeDeadLetter(codec.encode(letter))).isEqualTo(letter);
        assertThat(decoded.rejections().get(0).json()).contains("\\uD83D");
    }

    @Test
    void refusesHalfASurrogatePair() throws MalformedMessageException {
        String json = json(Messages.report()).replace("\"qcow2\",\"provisioning\"", "\"\\ud83d\",\"provisioning\"");

        assertThat(codec.decodeReport(bytes(json)).rejections())
                .extracting(Rejection::rule)
                .containsExactly("must be Unicode, without half a surrogate pair");
    }

    @Test
    void takesAnInventoryWithoutTags() throws MalformedMessageException {
        String json = """
                {"version":1,"source":"s","machineId":"m","machineName":"n","since":"2026-11-22T10:00:00Z"}""";

        assertThat(codec.decodeInventory(bytes(json)))
                .isEqualTo(new Inventory(
                        1, "s", "m", "n", null, null, null, null, Instant.parse("2026-11-22T10:00:00Z"), Map.of()));
    }

    @Test
    void namesTheWrongFingerprint() {
        String json = new String(codec.encode(Messages.sketch(), WireFormat.JSON), UTF_8);

        assertThatThrownBy(() -> codec.decodeSketch(bytes(json.replace("\"references\":1", "\"references\":0"))))
                .hasMessage("fingerprints[1].references: must be positive, was 0");
    }

    @Test
    void deadLettersSayWhatWasWrongAndKeepTheBytes() throws MalformedMessageException {
        byte[] garbage = bytes("no message");
        try {
            codec.decodeReport(garbage);
        } catch (MalformedMessageException refused) {
            DeadLetter letter = DeadLetter.of("ullage.reports", 3, 42, Messages.TIME, garbage, refused);

            assertThat(codec.decodeDeadLetter(codec.encode(letter))).isEqualTo(letter);
            assertThat(letter.payload()).isEqualTo(garbage);
            assertThat(letter.reason()).contains("must begin as Smile or as a JSON object");
            assertThat(codec.encode(letter)).startsWith('{');
            return;
        }
        throw new AssertionError("was accepted");
    }

    private static AgentIdentity agent() {
        return new AgentIdentity("a", AgentRole.GUEST, "h", "h", null, "1");
    }

    private static Report report(Reading... readings) {
        return Report.whole(agent(), 1, Messages.TIME, List.of(readings));
    }

    private String json(Report report) {
        return new String(codec.encode(report, WireFormat.JSON), UTF_8);
    }

    private static byte[] bytes(String message) {
        return message.getBytes(UTF_8);
    }
}
