package io.ullage.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.service.clickhouse.ClickHouseExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("clickhouse")
class MigrationsIT {
    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.empty();

    @Test
    void appliedTwiceTheSecondTimeDoesNothing() throws Exception {
        assertThat(Migrations.apply(clickHouse.connection())).isNotEmpty();
        assertThat(Migrations.apply(clickHouse.connection())).isEmpty();
    }
}
