package io.ullage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ullage.service.output.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"http://db.example:8123/ullage", "jdbc:clickhouse://db.example:8123/ullage"})
    void isTakenInBothForms(String text) {
        assertThat(StoreAddress.of(text)).isEqualTo(new StoreAddress("http://db.example:8123", "ullage"));
    }

    @Test
    void encryptedToo() {
        assertThat(StoreAddress.of("https://db.example:8443/ullage_test"))
                .isEqualTo(new StoreAddress("https://db.example:8443", "ullage_test"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.example:8123",
                "http://db.example:8123",
                "http://db.example/ullage",
                "http://db.example:8123/ullage?user=x",
                "jdbc:clickhouse:db",
                "ftp://db.example:8123/ullage"
            })
    void whatIsMissingIsToldByAnExample(String text) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> StoreAddress.of(text))
                .withMessageContaining("--clickhouse: must be like")
                .withMessageEndingWith(text);
    }

    @Test
    void aPasswordInItIsNotRepeated() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> StoreAddress.of("http://ullage:s3cret@db.example:8123/ullage"))
                .withMessageNotContaining("s3cret");
    }
}
