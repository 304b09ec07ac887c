package io.ullage.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ullage.schema.alert.Alert;
import io.ullage.service.clickhouse.ClickHouseExtension;
import io.ullage.service.store.SqlRows;
import io.ullage.service.store.StoreConnection;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a message says beside the alert: trend, likely day and first command, from a real ClickHouse. */
@Tag("clickhouse")
class StoreFactsIT {
    private static final Alerts POOL = Alerts.of("host:tank");

    @RegisterExtension
    final ClickHouseExtension clickHouse = ClickHouseExtension.withTables();

    @Test
    void theForecastTheRecommendationAndTheLink() throws Exception {
        sql("INSERT INTO forecast (time, made_at, subject, entity_id, name, verdict, used_bytes, history_seconds,"
                + " growth_bytes_per_second, growth_low_bytes_per_second, growth_high_bytes_per_second,"
                + " full_p10_seconds, full_p50_seconds) VALUES ('2026-11-22 20:00:00', now(), 'POOL', 'host:tank', 'tank',"
                + " 'FILLING', 900, 86400, 13000, 10000, 15000, 259200, 777600)");
        sql(
                "INSERT INTO recommendation (id, time, event, round, rule, target_kind, target_id, target_name, pool_id, effect,"
                        + " low_bytes, best_bytes, high_bytes, method, confidence, risk, why, commands) VALUES"
                        + " ('aaaaaaaa', now64(3), 'OPENED', 1, 'trim', 'VOLUME', 'v1', 'web-1', 'host:tank', 'RETURNS', 1, 2, 3,"
                        + " 'EXACT', 'HIGH', 'LOW', 'little', ['fstrim /little']),"
                        + " ('bbbbbbbb', now64(3), 'OPENED', 1, 'trim', 'VOLUME', 'v2', 'web-2', 'host:tank', 'RETURNS', 10, 20, 30,"
                        + " 'EXACT', 'HIGH', 'LOW', 'the guest frees 20 B', ['fstrim -v /', 'df -h /'])");
        Alert now = POOL.firing(3, 0.97);
        try (StoreFacts facts = new StoreFacts(clickHouse::connection, Clock.systemUTC())) {
            NoticeMaker notices = new NoticeMaker(URI.create("https://ullage.example/"), Map.of(), facts);
            Notice notice = notices.make(Occasion.CHANGED, now, POOL.firing(1));
            assertThat(notice.number()).isEqualTo("97.0 %");
            assertThat(notice.trend())
                    .isEqualTo("grows by 1.0 GiB/d (824.0 MiB/d to 1.2 GiB/d), was 95.0 % 20 min before");
            assertThat(MailText.full(notice.full()))
                    .isEqualTo("25 Nov 2026 to beyond the forecast (80 %), as likely before as after 1 Dec 2026");
            assertThat(notice.command()).isEqualTo("fstrim -v /");
            assertThat(notice.reason()).isEqualTo("the guest frees 20 B (bbbbbbbb)");
            assertThat(notice.link()).isEqualTo(URI.create("https://ullage.example/pools/host~3Atank"));
        }
    }

    @Test
    void withoutAStoreTheAlertIsToldAllTheSame() throws Exception {
        StoreConnection nobody = new StoreConnection("jdbc:clickhouse://127.0.0.1:1/ullage", "default", null);
        AtomicInteger asked = new AtomicInteger();
        Supplier<StoreConnection> store = () -> {
            asked.incrementAndGet();
            return nobody;
        };
        try (StoreFacts facts = new StoreFacts(store, Clock.fixed(Alerts.START, ZoneOffset.UTC))) {
            NoticeMaker notices = new NoticeMaker(null, Map.of("PoolFull", "lvs {{name}}"), facts);
            for (int i = 0; i < 20; i++) {
                Notice notice = notices.make(Occasion.FIRED, POOL.firing(1), null);
                assertThat(notice.command()).isEqualTo("lvs host:tank");
                assertThat(notice.trend()).isNull();
                assertThat(notice.full()).isNull();
                assertThat(notice.link()).isNull();
            }
        }
        assertThat(asked).as("one that does not answer is left alone").hasValue(1);
    }

    private void sql(String statement) throws Exception {
        SqlRows.of(clickHouse.connection(), statement);
    }
}
