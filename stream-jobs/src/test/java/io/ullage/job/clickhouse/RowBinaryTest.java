package io.ullage.job.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ullage.job.match.MatchRule;
import io.ullage.job.row.ColumnType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes as the format's documentation gives them; that a server reads them is proved by the service's UtilisationJobIT. */
class RowBinaryTest {
    @Test
    void numbersAreLittleEndian() {
        assertThat(hex(ColumnType.UINT32, 0x01020304)).isEqualTo("04030201");
        assertThat(hex(ColumnType.UINT64, 0x0102030405060708L)).isEqualTo("0807060504030201");
        assertThat(hex(ColumnType.NULLABLE_INT64, -2L)).isEqualTo("00feffffffffffffff");
        assertThat(hex(ColumnType.BOOL, true)).isEqualTo("01");
        assertThat(hex(ColumnType.UINT8, 200)).isEqualTo("c8");
        assertThat(hex(ColumnType.INT64, -2L)).isEqualTo("feffffffffffffff");
        assertThat(hex(ColumnType.NULLABLE_UINT32, 7)).isEqualTo("0007000000");
        assertThat(hex(ColumnType.FLOAT64, 1.5)).isEqualTo("000000000000f83f");
        assertThat(hex(ColumnType.NULLABLE_FLOAT64, 1.5)).isEqualTo("00000000000000f83f");
    }

    @Test
    void stringsHaveTheirLengthInFront() {
        assertThat(hex(ColumnType.STRING, "ab")).isEqualTo("026162");
        assertThat(hex(ColumnType.STRING, "ü")).isEqualTo("02c3bc");
        assertThat(hex(ColumnType.STRING, MatchRule.WWN)).isEqualTo("0357574e");
        assertThat(hex(ColumnType.STRING, "x".repeat(300))).startsWith("ac0278");
        assertThat(hex(ColumnType.STRINGS, List.of("a", ""))).isEqualTo("02016100");
    }

    @Test
    void mapsAreNamesAndValuesInTheirOrder() {
        Map<String, String> tags = new TreeMap<>(Map.of("b", "2", "a", ""));

        assertThat(hex(ColumnType.STRING_MAP, tags)).isEqualTo("02" + "016100" + "01620132");
        assertThat(hex(ColumnType.STRING_MAP, Map.of())).isEqualTo("00");
    }

    @Test
    void timesAreCountsSince1970() {
        Instant time = Instant.parse("2026-11-22T10:00:00.123Z");

        assertThat(hex(ColumnType.DATE_TIME, time)).isEqualTo(littleEndian(time));
        assertThat(hex(ColumnType.DATE_TIME, Instant.parse("2106-02-07T06:28:15Z")))
                .isEqualTo("ffffffff");
        assertThat(hex(ColumnType.DATE_TIME_MILLIS, Instant.ofEpochMilli(258))).isEqualTo("0201000000000000");
    }

    @Test
    void aTimeThatDoesNotFitIsRefusedRatherThanWrapped() {
        assertThatThrownBy(() -> hex(ColumnType.DATE_TIME, Instant.parse("2106-02-07T06:28:16Z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2106");
    }

    @ParameterizedTest
    @EnumSource(names = "NULLABLE_.*", mode = EnumSource.Mode.MATCH_ALL)
    void anAbsentValueIsAbsent(ColumnType nullable) {
        assertThat(hex(nullable, null)).isEqualTo("01");
    }

    @Test
    void aValueThatMustBePresentIsNotMadeUp() {
        assertThatThrownBy(() -> hex(ColumnType.UINT64, null)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String littleEndian(Instant time) {
        return HexFormat.of().toHexDigits(Integer.reverseBytes((int) time.getEpochSecond()));
    }

    private static String hex(ColumnType type, @Nullable Object value) {
        DataOutputSerializer out = new DataOutputSerializer(16);
        try {
            RowBinary.write(out, type, value);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return HexFormat.of().formatHex(out.getCopyOfBuffer());
    }
}
