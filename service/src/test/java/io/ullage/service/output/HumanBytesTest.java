package io.ullage.service.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanBytesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "102348, 99.9 KiB",
        "102400, 100 KiB",
        "1048064, 1.0 MiB",
        "1048575, 1.0 MiB",
        "34359738368, 32.0 GiB",
        "5368709120, 5.0 GiB",
        "1125899906842624, 1.0 PiB",
        "9223372036854775807, 8.0 EiB",
        "-1536, -1.5 KiB",
        "-9223372036854775808, -8.0 EiB"
    })
    void binaryUnits(long bytes, String text) {
        assertThat(HumanBytes.text(bytes)).isEqualTo(text);
    }
}
