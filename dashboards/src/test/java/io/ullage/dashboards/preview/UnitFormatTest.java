package io.ullage.dashboards.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class UnitFormatTest {
    @ParameterizedTest
    @CsvFileSource(resources = "units/expected.tsv", delimiter = '\t', ignoreLeadingAndTrailingWhitespace = false)
    void figuresAreWrittenAsGrafanaWritesThem(String unit, Integer decimals, double value, String text) {
        assertThat(UnitFormat.of(unit, decimals, value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes, 5497558138880, 1099511627776, ' TiB'",
        "percentunit, 0.4, 0.01, %",
        "s, 864000, 604800, ' week'",
        "short, 25000, 1000, ' K'",
        "locale, 25000, 1, ''"
    })
    void anAxisIsInTheUnitOfItsGreatest(String unit, double greatest, double divisor, String suffix) {
        assertThat(UnitFormat.scale(unit, greatest)).isEqualTo(new UnitFormat.Scale(divisor, suffix));
    }

    @Test
    void aUnitThatIsNotKnownIsRefusedByName() {
        assertThatThrownBy(() -> UnitFormat.of("velocityknot", null, 1))
                .isInstanceOf(PreviewException.class)
                .hasMessageContaining("velocityknot");
    }
}
